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

/** libsql asks Node for a report to tell the C library, which takes 6 ms, and then asks detect-libc, which reads a line of a file. */
const libsqlWithoutReport = {
  name: 'libsql-without-report',
  transform(code, id) {
    if (of('@neon-rs/load/dist/index.js$').test(id)) return replaced(code, 'process.report?.getReport()', 'undefined');
    if (of('/libsql/index.js$').test(id)) return replaced(code, 'return require(`', `return ${fromWhere('libsql')}(\``);
    return undefined;
  },
};

/** @returns what finds a module's path by its end, on Windows too */
function of(path) {
  return new RegExp(path.replaceAll('/', String.raw`[\\/]`).replaceAll('.', String.raw`\.`));
}

function replaced(code, part, by) {
  if (!code.includes(part)) throw new Error(`There is no ${part} any more.`);
  return { code: code.replace(part, by), map: null };
}

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

/** For logins with Entra ID and for Always Encrypted; tedious loads it all whatever the login, in twice the time it takes itself. */
const azureUsedLate = {
  name: 'azure-used-late',
  resolveId: (source) => (source.startsWith('@azure/') ? `\0${source}.cjs` : undefined),
  load(id) {
    const name = /^\0(@azure\/.*)\.cjs$/.exec(id)?.[1];
    return name && `module.exports = new Proxy({}, { get: (_, name) => ${fromWhere('tedious')}('${name}')[name] })`;
  },
};

/** A package is found from where the one that needs it lies, and the bundle does not lie there. */
function fromWhere(name) {
  return `require('node:module').createRequire(require.resolve('${name}'))`;
}

/** Code that V8 kept has no `import()`; bin/compiled.js hands this in. */
const importOfCompiled = { name: 'import-of-compiled', renderChunk: (code) => ({ code: code.replace(/\bimport\(/g, 'importModule('), map: null }) };

rmSync(dir, { recursive: true, force: true });
const { output } = await build({
  cwd: root,
  input: { main: 'src/cli/main.ts', 'composer-thread': 'src/run/composer-thread.ts' },
  platform: 'node',
  plugins: [libsqlWithoutReport, builtinsUsedLate, azureUsedLate, importOfCompiled],
  // What no configuration of ours makes cosmiconfig load; two megabytes of the world's holidays, asked for once a day.
  external: ['typescript', 'date-holidays', 'msnodesqlv8'],
  preserveEntrySignatures: 'allow-extension',
  output: {
    dir, format: 'cjs', sourcemap: true, comments: { jsdoc: false }, entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs',
    // What is loaded together is one file; of these the composing thread needs the first two only.
    codeSplitting: {
      groups: [
        { name: 'base', test: of('src/(errors/index|messages/index|version|config/kinds|mail/message-id).ts$|late:'), priority: 4 },
        { name: 'dates', test: of('src/config/time-zone.ts$|node_modules/luxon/'), priority: 3 },
        { name: 'main', test: of('src/cli/main.ts$'), priority: 2 },
        { name: 'each-run', test: of('src/(run/run|database/(retry|statement)|cli/run-view|cli/log-file).ts$|node_modules/tarn/'), priority: 1 },
        { name: 'sqlite', test: of('src/database/sqlite.ts$') },
      ],
    },
  },
  logLevel: 'warn',
});

// Tells one build from another; bin/compiled.js keeps what it compiled under this name.
const chunks = output.filter(({ type }) => type === 'chunk').map(({ code }) => code);
writeFileSync(`${dir}/build-id`, createHash('sha256').update(chunks.join()).digest('hex').slice(0, 16));
