import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
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
  viteMetadata?: { importedCss: Set<string> };
}

/**
 * The entry is a few hundred bytes that sends the first request and then imports the application. It goes first, and
 * runs as soon as it is there. Of the application the browser would learn only after that: name its files in the page.
 */
function preloadApplication(): Plugin {
  return {
    name: "preload-application",
    transformIndexHtml: {
      order: "post",
      handler(html, context) {
        const bundle = context.bundle as Record<string, BundleChunk> | undefined;
        if (!bundle) return html;
        const start = Object.values(bundle).find(
          (item) => item.type === "chunk" && item.facadeModuleId?.endsWith("/src/app/start.tsx"),
        );
        if (!start) throw new Error("src/app/start.tsx has no chunk of its own any more");
        const scripts = new Set<string>();
        const follow = (name: string): void => {
          if (scripts.has(name)) return;
          scripts.add(name);
          for (const next of bundle[name]?.imports ?? []) follow(next);
        };
        follow(start.fileName);
        const styles = [...(start.viteMetadata?.importedCss ?? [])];
        const hint = (attrs: Record<string, string | boolean>) => ({
          tag: "link",
          attrs,
          injectTo: "head" as const,
        });
        return {
          html: html.replace(
            '<script async type="module"',
            '<script async type="module" fetchpriority="high"',
          ),
          tags: [
            // Only fetched here: the entry puts the style sheet in place, so that it does not hold the entry back.
            ...styles.map((name) =>
              hint({ rel: "preload", as: "style", crossorigin: true, href: `/${name}` }),
            ),
            ...[...scripts]
              .filter((name) => !html.includes(name))
              .map((name) => hint({ rel: "modulepreload", crossorigin: true, href: `/${name}` })),
          ],
        };
      },
    },
  };
}

/**
 * Each file is a request, and opening four examinations has to do with few. What is needed at once stays together: what
 * asks the server, what draws pictures without React, and the frame of the application.
 */
const chunkGroups = [
  {
    name: "asking",
    test: /src\/api\/(ask|failure|comparison|earlyComparison)\.ts|src\/components\/formats\.ts|rolldown.runtime/,
  },
  {
    name: "pictures",
    test: /src\/(engine|volumes|geometry)\/|src\/state\/(?!organs)|src\/features\/viewer\/(beforeThePage|beginning|firstPictures|paintPane|paneModel|paneSpecs|petUnits|scene|session)\.ts|node_modules\/zustand\/(esm\/)?vanilla|colour_maps\.json/,
  },
  {
    name: "application",
    test: /node_modules\/(react|react-dom|scheduler|react-router|cookie|set-cookie-parser|@tanstack|i18next|react-i18next|html-parse-stringify|void-elements|use-sync-external-store|zustand)\/|createReactComponent|defaultAttributes|src\/i18n\/(?!later\/|(en|de)\/(organs|numbers)\.json)|src\/api\/(session|client)\.ts|src\/components\/(FailureNote|useSpokenLanguage)\b/,
  },
];

/** Lay a compressed form beside every text of the build; the server sends the best one the browser takes. */
function compressBeforehand(): Plugin {
  return {
    name: "compress-beforehand",
    apply: "build",
    async writeBundle({ dir }) {
      const folder = path.join(dir ?? "", "assets");
      const names = (await readdir(folder)).filter((name) => /\.(js|css|svg|json)$/.test(name));
      for (const name of names) {
        const file = path.join(folder, name);
        const text = await readFile(file);
        if (text.length < 1_000) continue;
        await writeFile(`${file}.gz`, await promisify(gzip)(text, { level: 9 }));
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } };
        await writeFile(`${file}.br`, await promisify(brotliCompress)(text, quality));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), preloadApplication(), compressBeforehand()],
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
    chunkSizeWarningLimit: 500,
    rolldownOptions: { output: { codeSplitting: { groups: chunkGroups } } },
  },
  worker: { format: "es" },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/app/testSetup.ts"],
    restoreMocks: true,
  },
});
