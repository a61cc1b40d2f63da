import { createSpotlight } from '@mantine/spotlight';

/** Shared by the palette, which is loaded after the page, and the search field that opens it. */
export const [paletteStore, palette] = createSpotlight();

export const openPalette = palette.open;
