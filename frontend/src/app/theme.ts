import { createTheme } from "@mantine/core";

/** Only what components read in JavaScript; colours, sizes and fonts are CSS variables in theme.css. */
export const theme = createTheme({
  respectReducedMotion: true,
  components: {
    // Scroll locking would add a <style> element, which the content security policy forbids.
    Modal: { defaultProps: { lockScroll: false, centered: true } },
    Menu: { defaultProps: { withinPortal: true, shadow: "md" } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
  },
});
