// Bundles the command into dist/bundle, which is what bin/ runs and the package ships: a few files open in a fraction of the
// time that hundreds of small ones take. What loads when used stays a file of its own. Not minified: stacks stay
// readable. CommonJS: Node 20 needs 20 ms more to load as many ES modules.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const dir = `${root}/dist/bundle`;

/** knex names the drivers of all its databases, and asks for a dialect when it is configured by name, which ours is not. */
const otherDialects = {
  name: 'other-dialects',
  resolveId(source, importer) {
    const isDialect = source.startsWith('./') && importer?.endsWith('/knex/lib/dialects/index.js') === true;
    return isDialect ? { id: `knex/lib/dialects/${source.slice(2)}/index.js`, external: true } : undefined;
  },
};

rmSync(dir, { recursive: true, force: true });
await build({
  cwd: root,
  input: { main: 'src/cli/main.ts', 'composer-thread': 'src/run/composer-thread.ts' },
  platform: 'node',
  plugins: [otherDialects],
  // A binary; what no configuration of ours makes cosmiconfig load; two megabytes of the world's holidays, asked for once a day.
  external: ['libsql', 'typescript', 'date-holidays', 'better-sqlite3', 'sqlite3'],
  output: { dir, format: 'cjs', sourcemap: true, entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
  logLevel: 'warn',
});
