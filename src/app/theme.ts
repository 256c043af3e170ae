import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** Greys of a reading room: text from 0, borders at 4, panels at 7, the page at 8. */
const dark: MantineColorsTuple = [
  "#e8ebee",
  "#c8cfd6",
  "#a9b3be",
  "#76828f",
  "#38414b",
  "#2a313a",
  "#1d232a",
  "#15191e",
  "#0e1216",
  "#07090b",
];
const teal: MantineColorsTuple = [
  "#e3f8fb",
  "#c6eef4",
  "#93dfea",
  "#6ad0df",
  "#55c5d6",
  "#3fb4c6",
  "#2b9db0",
  "#1c7f90",
  "#13616f",
  "#0c4651",
];

/** Dense and dark. All sizes are in rem, so that the projector switch scales the page by its root size alone. */
export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: 4,
  autoContrast: true,
  colors: { dark, teal },
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  spacing: { xs: "0.375rem", sm: "0.5rem", md: "0.75rem", lg: "1rem", xl: "1.5rem" },
  defaultRadius: "sm",
  cursorType: "pointer",
  components: {
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, events: { hover: true, focus: true, touch: false } } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Popover: { defaultProps: { shadow: "lg", withinPortal: true } },
    Menu: { defaultProps: { shadow: "lg", withinPortal: true } },
    NumberInput: { defaultProps: { size: "xs", hideControls: true } },
    NativeSelect: { defaultProps: { size: "xs" } },
    TextInput: { defaultProps: { size: "xs" } },
    Checkbox: { defaultProps: { size: "xs" } },
    Switch: { defaultProps: { size: "xs" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    Button: { defaultProps: { size: "xs" } },
  },
});
