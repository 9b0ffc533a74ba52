/**
 * Imports point downwards only:
 * app -> features -> components | state -> api -> volumes | engine -> geometry; i18n may be asked for words by all
 * that speak to a person. Geometry, volumes and engine know no React.
 */
const tests = "\\.(test|browser)\\.tsx?$"; // what stands beside the sources for testing may reach everywhere
const layers = [
  ["app"],
  ["features"],
  ["components", "state"],
  ["api"],
  ["volumes", "engine"],
  ["geometry"],
];

const folder = (names) => `^src/(${names.join("|")})/`;

const downwards = layers.slice(1).map((layer, index) => ({
  name: `${layer.join("-and-")}-know-nothing-above`,
  severity: "error",
  from: { path: folder(layer), pathNot: tests },
  to: { path: folder(layers.slice(0, index + 1).flat()) },
}));

const neighbours = layers
  .filter((layer) => layer.length > 1)
  .flatMap((layer) =>
    layer.map((name) => ({
      name: `${name}-stands-alone`,
      severity: "error",
      from: { path: folder([name]), pathNot: tests },
      to: { path: folder(layer.filter((other) => other !== name)) },
    })),
  );

module.exports = {
  forbidden: [
    ...downwards,
    ...neighbours,
    {
      name: "features-do-not-know-each-other",
      severity: "error",
      from: { path: "^src/features/([^/]+)/", pathNot: tests },
      to: { path: "^src/features/([^/]+)/", pathNot: "^src/features/$1/" },
    },
    {
      name: "i18n-knows-nobody",
      severity: "error",
      from: { path: "^src/i18n/", pathNot: tests },
      to: { path: "^src/(app|features|components|state|api|volumes|engine|geometry)/" },
    },
    {
      name: "drawing-without-react",
      severity: "error",
      from: { path: "^src/(geometry|volumes|engine)/", pathNot: tests },
      to: {
        path: "^node_modules/(react|react-dom|zustand|@mantine|@tanstack|i18next|react-i18next)/",
      },
    },
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "everything-resolves", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "nothing-forgotten",
      severity: "error",
      from: { orphan: true, pathNot: ["\\.d\\.ts$", tests, "^src/app/main\\.tsx?$"] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ["import", "require", "node", "default", "types"],
      exportsFields: ["exports"],
    },
  },
};
