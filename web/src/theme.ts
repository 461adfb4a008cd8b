import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import { texts } from './texts';

const brand: MantineColorsTuple = [
  '#eef4ff',
  '#dce7fe',
  '#bbd0fb',
  '#8fb0f5',
  '#628ceb',
  '#3f6ddf',
  '#2b57c9',
  '#2347a8',
  '#1f3d8a',
  '#1b326d',
];

const closeButtonProps = { 'aria-label': texts.close };

export const theme = createTheme({
  colors: { brand },
  primaryColor: 'brand',
  primaryShade: 6,
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: "'Golos Text Variable', 'Segoe UI', Roboto, Arial, sans-serif",
  headings: { fontWeight: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: {
      defaultProps: { closeButtonProps, centered: true },
      styles: { title: { fontWeight: 600, lineHeight: 1.35 } },
    },
    Drawer: { defaultProps: { closeButtonProps }, styles: { title: { fontWeight: 600 } } },
    // The list scrolls itself: a box of its own around it could not be reached by keyboard.
    Select: {
      defaultProps: { withScrollArea: false },
      styles: { options: { maxHeight: 280, overflowY: 'auto' } },
    },
    Alert: { defaultProps: { closeButtonLabel: texts.close } },
    Notification: { defaultProps: { closeButtonProps } },
    Tooltip: {
      defaultProps: {
        openDelay: 300,
        withArrow: true,
        events: { hover: true, focus: true, touch: false },
      },
    },
  },
});

/** The stock greys are too pale on our ground for people with weak sight. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#1c2536',
    '--mantine-color-dimmed': '#556074',
    '--mantine-color-placeholder': '#687285',
    '--mantine-color-error': '#a8201a',
  },
  dark: {},
});
