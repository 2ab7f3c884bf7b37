const { readdirSync } = require('node:fs');

/**
 * The floors of the house, top to bottom: imports go down, or stay on the same floor. CONTRIBUTING.md draws the map.
 */
const floors = [
  ['cli'],
  ['inspect'],
  ['run'],
  ['planning', 'send'],
  ['compose'],
  ['notifications'],
  ['outbox'],
  ['source', 'mail'],
  ['schedule', 'database'],
  ['config'],
  ['errors'],
  ['messages'],
];

const foldersWithIndex = readdirSync('src', { recursive: true })
  .filter((file) => /[\\/]index\.ts$/.test(file))
  .map((file) => `src/${file.replaceAll('\\', '/').slice(0, -'/index.ts'.length)}`);

const foldersAbove = (level) => floors.slice(0, level).flat();
const folders = (names) => `^src/(${names.join('|')})/`;

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...floors.slice(1).map((rooms, index) => ({
      name: `${rooms.join('-and-')}-import-only-downward`,
      severity: 'error',
      from: { path: folders(rooms) },
      to: { path: folders(foldersAbove(index + 1)) },
    })),
    {
      name: 'mail-knows-no-database',
      severity: 'error',
      from: { path: '^src/mail/' },
      to: { path: folders(['database', 'source', 'schedule']) },
    },
    { name: 'outbox-sends-nothing', severity: 'error', from: { path: '^src/outbox/' }, to: { path: '^src/mail/' } },
    {
      name: 'kinds-know-no-smtp',
      severity: 'error',
      from: { path: '^src/notifications/' },
      to: { path: '^src/mail/' },
    },
    {
      name: 'planning-sends-nothing',
      severity: 'error',
      from: { path: '^src/planning/' },
      to: { path: folders(['send', 'compose', 'mail']) },
    },
    { name: 'demo-is-for-the-cli', severity: 'error', from: { path: '^src/(?!cli/)' }, to: { path: '^demo/' } },
    {
      name: 'demo-makes-a-source-only',
      severity: 'error',
      from: { path: '^demo/' },
      to: {
        path: folders(['cli', 'inspect', 'run', 'planning', 'send', 'compose', 'notifications', 'outbox', 'mail']),
      },
    },
    {
      name: 'no-build-tools-at-run-time',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(scripts|bench|test)/' },
    },
    ...foldersWithIndex.map((folder) => ({
      name: `${folder.slice('src/'.length)}-is-entered-through-its-index`,
      comment: 'A folder is entered through its index, or has none.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^${folder}/` },
      to: { path: `^${folder}/`, pathNot: `^${folder}/index\\.ts$` },
    })),
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '^dist/' },
  },
};
