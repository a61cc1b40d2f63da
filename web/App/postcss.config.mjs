// Mantine's mixins (light-dark, smaller-than) for our own CSS modules.
export default {
  plugins: {
    'postcss-preset-mantine': {},
  },
};
