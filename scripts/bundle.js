// Bundles the command into dist/bundle, which is what bin/ runs and the package ships: a few files open in a fraction of the
// time that hundreds of small ones take. What loads when used stays a file of its own. Not minified: stacks stay
// readable. CommonJS: Node 20 needs 20 ms more to load as many ES modules.
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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

/** Of Node's own modules those that take milliseconds to load, and that few runs use: loaded with the first use. */
const usedLate = new Set(['crypto', 'child_process']);
const builtinsUsedLate = {
  name: 'builtins-used-late',
  resolveId(source, importer) {
    const name = source.replace(/^node:/, '');
    return usedLate.has(name) && importer !== undefined ? `\0late:${name}.cjs` : undefined;
  },
  load(id) {
    const name = /^\0late:(.*)\.cjs$/.exec(id)?.[1];
    return name && `for (const key of ${JSON.stringify(Object.keys(createRequire(import.meta.url)(name)))}) {
      Object.defineProperty(exports, key, { enumerable: true, get: () => process.getBuiltinModule('node:${name}')[key] });
    }`;
  },
};

/** Code that V8 kept has no `import()`; bin/compiled.js hands this in. */
const importOfCompiled = { name: 'import-of-compiled', renderChunk: (code) => ({ code: code.replace(/\bimport\(/g, 'importModule('), map: null }) };

rmSync(dir, { recursive: true, force: true });
const { output } = await build({
  cwd: root,
  input: { main: 'src/cli/main.ts', 'composer-thread': 'src/run/composer-thread.ts' },
  platform: 'node',
  plugins: [otherDialects, builtinsUsedLate, importOfCompiled],
  // A binary; what no configuration of ours makes cosmiconfig load; two megabytes of the world's holidays, asked for once a day.
  external: ['libsql', 'typescript', 'date-holidays', 'better-sqlite3', 'sqlite3'],
  output: { dir, format: 'cjs', sourcemap: true, entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
  logLevel: 'warn',
});

// Tells one build from another; bin/compiled.js keeps what it compiled under this name.
const chunks = output.filter(({ type }) => type === 'chunk').map(({ code }) => code);
writeFileSync(`${dir}/build-id`, createHash('sha256').update(chunks.join()).digest('hex').slice(0, 16));
