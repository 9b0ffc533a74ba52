import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const server = process.env.TOTALPETVIEW_SERVER ?? "http://127.0.0.1:8000";
const serverAddresses = ["/api", "/volumes", "/dicom-web", "/admin", "/static"];

interface BundleChunk {
  type: string;
  fileName: string;
  facadeModuleId?: string | null;
  imports?: string[];
}

/**
 * The entry is a few hundred bytes that sends the first request and then imports the application. Without a hint
 * the browser would learn of the application only after that import has run: name its files in the page itself.
 */
function preloadApplication(): Plugin {
  return {
    name: "preload-application",
    transformIndexHtml: {
      order: "post",
      handler(_html, context) {
        const bundle = context.bundle as Record<string, BundleChunk> | undefined;
        if (!bundle) return [];
        const start = Object.values(bundle).find(
          (item) => item.type === "chunk" && item.facadeModuleId?.endsWith("/src/app/start.tsx"),
        );
        if (!start) throw new Error("src/app/start.tsx has no chunk of its own any more");
        const wanted = new Set<string>();
        const follow = (name: string): void => {
          if (wanted.has(name)) return;
          wanted.add(name);
          for (const next of bundle[name]?.imports ?? []) follow(next);
        };
        follow(start.fileName);
        return [...wanted]
          .filter((name) => !_html.includes(name))
          .map((name) => ({
            tag: "link",
            attrs: { rel: "modulepreload", crossorigin: true, href: `/${name}` },
            injectTo: "head" as const,
          }));
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), preloadApplication()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(serverAddresses.map((path) => [path, { target: server }])),
  },
  build: {
    outDir: "../src/totalpetview/web/static_frontend",
    emptyOutDir: true,
    assetsDir: "assets",
    target: "es2023",
    // An inlined asset would be a data: address, which the content security policy forbids for scripts and styles.
    assetsInlineLimit: 0,
    // Every browser that runs WebGL2 and reads zstd knows modulepreload.
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 400,
  },
  worker: { format: "es" },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/app/testSetup.ts"],
    restoreMocks: true,
  },
});
