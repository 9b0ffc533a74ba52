// Builds the page of src/engine/probe.browser.ts: node scripts/build-probe.mjs FOLDER
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const folder = process.argv[2];
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
await build({
  configFile: false,
  root: here(".."),
  publicDir: false,
  logLevel: "warn",
  resolve: { alias: { "@": here("../src") } },
  worker: { format: "es" },
  build: {
    outDir: folder,
    emptyOutDir: true,
    target: "es2023",
    rollupOptions: {
      input: here("../src/engine/probe.browser.ts"),
      output: { entryFileNames: "probe.js" },
    },
  },
});
const page =
  '<!doctype html><html><body><script type="module" src="/probe.js"></script></body></html>\n';
await writeFile(`${folder}/index.html`, page);
