import { createTheme, Menu, Popover, Select, Tooltip, type MantineColorsTuple } from '@mantine/core';

const oxblood: MantineColorsTuple = [
  '#fbf1f1', '#f1dcdc', '#e3b9ba', '#d39496', '#c07176', '#a5505a', '#863442', '#6e1f2b', '#591722', '#451019',
];

/**
 * What Mantine's components ask for in script. The colours themselves are CSS variables in tokens.css:
 * the content security policy allows no style elements, so nothing is injected at run time
 * (scroll locks are off wherever a component offers one: they would add one).
 */
export const theme = createTheme({
  primaryColor: 'oxblood',
  primaryShade: 7,
  colors: { oxblood },
  defaultRadius: 3,
  cursorType: 'pointer',
  components: {
    Popover: Popover.extend({ defaultProps: { shadow: undefined } }),
    Menu: Menu.extend({ defaultProps: { shadow: undefined } }),
    Select: Select.extend({ defaultProps: { checkIconPosition: 'right' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 250, events: { hover: true, focus: true, touch: true } } }),
  },
});
