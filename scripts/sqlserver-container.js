// Starts SQL Server in Docker and proves the program on it, for example:
//   npm run test:sqlserver:container -- suite --version 2025 --collation Polish_CS_AS --read-committed-snapshot on
// Steps: suite (tests), check (demo office, then run --check), statements (the scripts of sql/sqlserver through sqlcmd)
// and odbc (tests through msodbcsql18 and msnodesqlv8, which must be installed). The container is removed at the end.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: 'string', default: '2022' },
    collation: { type: 'string', default: 'Polish_CI_AS' },
    'read-committed-snapshot': { type: 'string', default: 'off' },
  },
});
const password = process.env.MSSQL_SA_PASSWORD ?? 'Only-for-this-container-1';
const connection = `Server=127.0.0.1,1433;Database=mobevo_test;User Id=sa;Password=${password};TrustServerCertificate=true`;
const env = {
  ...process.env,
  MSSQL_SA_PASSWORD: password,
  MSSQL_VERSION: values.version,
  MSSQL_COLLATION: values.collation,
  MSSQL_READ_COMMITTED_SNAPSHOT: values['read-committed-snapshot'].toUpperCase(),
  MOBEVO_TEST_MSSQL: connection,
};

function run(command, args, more = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: { ...env, ...more } });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

const node = (...args) => run(process.execPath, args);
const sqlcmd = (file) =>
  run('docker', [
    ...['compose', 'exec', '-T', 'sqlserver', 'sh', '-c'],
    `$(ls -d /opt/mssql-tools*/bin | tail -1)/sqlcmd -C -b -S localhost -U sa -P "$MSSQL_SA_PASSWORD" -d mobevo_test -i /scripts/${file}`,
  ]);

const steps = {
  suite: () => node('scripts/test-sqlserver.js'),
  check: () => {
    node('scripts/demo-sqlserver.js');
    node('bin/mobevo-notify.js', 'run', '--check', '--config', 'mobevo-demo/mobevo-notify.config.json');
  },
  statements: () => {
    for (const file of ['state.sql', 'state.sql', 'source-contract.sql', 'statements.sql']) sqlcmd(file);
  },
  odbc: () =>
    run(process.execPath, ['scripts/test-sqlserver.js', 'test/run', 'test/database'], {
      MOBEVO_TEST_MSSQL: `${connection};Driver={ODBC Driver 18 for SQL Server}`,
    }),
};

const chosen = positionals.length === 0 ? Object.keys(steps).filter((step) => step !== 'odbc') : positionals;
for (const step of chosen)
  if (steps[step] === undefined) throw new Error(`no step ${step}: ${Object.keys(steps).join(', ')}`);
try {
  run('docker', ['compose', 'up', '--detach', '--wait']);
  for (const step of chosen) steps[step]();
} finally {
  spawnSync('docker', ['compose', 'down', '--volumes'], { stdio: 'inherit', env });
}
