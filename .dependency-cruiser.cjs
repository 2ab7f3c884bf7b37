/**
 * The floors of the house, top to bottom; imports only go down. `notifications` may use `outbox`, which
 * knows no kind; `mail` knows neither of them, nor the database.
 */
const floors = [
  ['cli'],
  ['run'],
  ['notifications'],
  ['outbox', 'mail'],
  ['schedule', 'source', 'database'],
  ['config'],
  ['errors'],
  ['messages'],
];

const foldersOf = (level) => floors.slice(0, level).flat();

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...floors.flatMap((folders, level) => folders.map((folder) => ({
      name: `${folder}-imports-only-downward`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: `^src/(${[...foldersOf(level), 'never'].join('|')})/` },
    }))),
    { name: 'mail-knows-no-database', severity: 'error', from: { path: '^src/mail/' }, to: { path: '^src/(database|outbox|source)/' } },
    { name: 'outbox-sends-nothing', severity: 'error', from: { path: '^src/outbox/' }, to: { path: '^src/mail/' } },
    { name: 'kinds-know-no-smtp', severity: 'error', from: { path: '^src/notifications/' }, to: { path: '^src/mail/' } },
    { name: 'demo-is-for-the-cli', severity: 'error', from: { path: '^src/(?!cli/)' }, to: { path: '^demo/' } },
    { name: 'source-knows-no-outbox', severity: 'error', from: { path: '^demo/' }, to: { path: '^src/(cli|run|notifications|outbox|mail)/' } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '^dist/' },
  },
};
