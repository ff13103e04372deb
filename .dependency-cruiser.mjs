// The rules of the door (ARCHITECTURE.md) as data. Each comment says what to do instead.
const STAGES = 'config|decode|route|filter|map|match|plan|write|checkpoint|encode';
const TEST = '[.]test[.]ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycle',
      severity: 'error',
      comment: 'Move the shared type to model/ or the shared verb to lib/.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'stages-are-strangers',
      severity: 'error',
      comment: 'Stages meet only in sync/. Put the shared noun into model/, or pass a function in.',
      from: { path: `^src/(${STAGES})/`, pathNot: TEST },
      to: { path: `^src/(${STAGES})/`, pathNot: '^src/$1/' },
    },
    {
      name: 'stages-look-down',
      severity: 'error',
      comment:
        'A stage knows model/ and lib/ only. What it needs from outside is a port in model/.',
      from: { path: `^src/(${STAGES})/`, pathNot: TEST },
      to: { path: '^src/(edge|sync|commands|main)' },
    },
    {
      name: 'sync-has-no-edges',
      severity: 'error',
      comment: 'sync/ takes ports; commands/ builds the edges and hands them down.',
      from: { path: '^src/sync/', pathNot: TEST },
      to: { path: '^src/(edge|commands|main)' },
    },
    {
      name: 'edge-looks-down',
      severity: 'error',
      comment: 'An edge implements a port of model/; it knows no stage.',
      from: { path: '^src/edge/', pathNot: TEST },
      to: { path: `^src/(${STAGES}|sync|commands|main)` },
    },
    {
      name: 'lib-looks-down',
      severity: 'error',
      comment: 'lib/ holds pure verbs; it knows model/ only.',
      from: { path: '^src/lib/', pathNot: TEST },
      to: { path: '^src/(?!lib/|model/)' },
    },
    {
      name: 'model-imports-nothing',
      severity: 'error',
      comment: 'model/ is the ground floor: nouns, ports, tables, limits.',
      from: { path: '^src/model/', pathNot: TEST },
      to: { pathNot: '^src/model/' },
    },
    {
      name: 'effects-live-in-edge',
      severity: 'error',
      comment: 'Take a port instead of node:* here; only edge/ and main.ts touch the outside.',
      from: { path: '^src/(?!edge/|main)', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'packages-have-a-home',
      severity: 'error',
      comment:
        'zod in config/, jsonata and the phone and country tables in map/, p-retry in write/.',
      from: { path: '^src/', pathNot: `${TEST}|^src/edge/` },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer'],
        pathNot:
          'node_modules/(zod|jsonata|libphonenumber-js|i18n-iso-countries|p-retry|commander)/',
      },
    },
    {
      name: 'zod-in-config',
      severity: 'error',
      comment: 'Schema checks happen once, in config/.',
      from: { path: '^src/(?!config/)', pathNot: TEST },
      to: { path: 'node_modules/zod/' },
    },
    {
      name: 'jsonata-and-tables-in-map',
      severity: 'error',
      comment: 'Expressions and their tables belong to map/.',
      from: { path: '^src/(?!map/)', pathNot: TEST },
      to: { path: 'node_modules/(jsonata|libphonenumber-js|i18n-iso-countries)/' },
    },
    {
      name: 'p-retry-in-write',
      severity: 'error',
      comment: 'Retries are counted in write/.',
      from: { path: '^src/(?!write/)', pathNot: TEST },
      to: { path: 'node_modules/p-retry/' },
    },
    {
      name: 'commander-in-main',
      severity: 'error',
      comment: 'argv is read in main.ts.',
      from: { path: '^src/(?!main)', pathNot: TEST },
      to: { path: 'node_modules/commander/' },
    },
    {
      name: 'stripe-in-edge',
      severity: 'error',
      comment: 'What must be held against the stripe package lives in edge/stripe/.',
      from: { path: '^src/(?!edge/stripe/)', pathNot: TEST },
      to: { path: 'node_modules/stripe/' },
    },
    {
      name: 'product-stands-alone',
      severity: 'error',
      comment: 'src/ never needs tests, scripts or benches.',
      from: { path: '^src/', pathNot: TEST },
      to: { path: '^(integration_tests|scripts|bench)/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nobody imports this file: use it or remove it.',
      from: { orphan: true, path: '^src/', pathNot: `${TEST}|[.]d[.]ts$` },
      to: {},
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      comment: 'Import with the .ts ending, or install the package.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
