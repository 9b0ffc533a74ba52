import "@mantine/core/styles/baseline.css";
import "@mantine/core/styles/default-css-variables.css";
import "@mantine/core/styles/global.css";
import "./theme.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { startTranslation } from "@/i18n";
import { Pages } from "./Pages";
import { queryClient } from "./queryClient";
import { theme } from "./theme";

startTranslation();

function draw(): void {
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no element with the id root");
  // Mantine's own <style> elements are switched off (theme.css says the same): no style then needs an exception in the
  // content security policy.
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        forceColorScheme="dark"
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <QueryClientProvider client={queryClient}>
          <BrowserRouter>
            <Pages />
          </BrowserRouter>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

// The entry runs as soon as it has arrived, which may be before the page has been read to its end.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", draw);
else draw();
