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

/** How libsql loads its binary. */
const binary = 'require(`@libsql/${target}`)';
/** It asks Node for a report to tell the C library, which takes 6 ms, and then asks detect-libc, which reads a line of a file. */
const libsqlWithoutReport = {
  name: 'libsql-without-report',
  transform(code, id) {
    if (of('@neon-rs/load/dist/index.js$').test(id)) return replaced(code, 'process.report?.getReport()', 'undefined');
    if (of('/libsql/index.js$').test(id))
      return replaced(
        code,
        `return ${binary};`,
        `try { return ${binary}; } catch { return ${binary.replace('require', fromWhere('libsql'))}; }`,
      );
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
const usedLate = new Set(['crypto', 'child_process', 'tls', 'dgram', 'http', 'https', 'zlib']);
const builtinsUsedLate = {
  name: 'builtins-used-late',
  resolveId(source, importer) {
    const name = source.replace(/^node:/, '');
    return usedLate.has(name) && importer !== undefined ? `\0late:${name}.cjs` : undefined;
  },
  load(id) {
    const name = /^\0late:(.*)\.cjs$/.exec(id)?.[1];
    return (
      name &&
      `for (const key of ${JSON.stringify(Object.keys(createRequire(import.meta.url)(name)))}) {
      Object.defineProperty(exports, key, { enumerable: true, get: () => process.getBuiltinModule('node:${name}')[key] });
    }`
    );
  },
};

/** tedious brings Node's streams a second time, for what Node does not have them. */
const ownStreams = {
  name: 'own-streams',
  resolveId: (source) => (source === 'readable-stream' ? { id: 'node:stream', external: true } : undefined),
};

/** For logins with Entra ID and for Always Encrypted; tedious loads it all whatever the login, and takes more than twice the time for it. */
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

/** As bin/compiled.js reads code: it hands in the `import()` that code kept by V8 lacks, and takes ASCII, which is half as large in memory. */
const forCompiled = {
  name: 'for-compiled',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk')
        file.code = file.code.replace(/\bimport\(/g, 'importModule(').replace(/[^\0-\x7f]/g, escaped);
    }
  },
};

function escaped(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * @param entry file in src
 * @param together what is loaded together and becomes one file: name, and the modules by which it is found; the first has precedence
 */
async function bundle(name, entry, together, plugins = []) {
  const { output } = await build({
    cwd: root,
    input: { [name]: entry },
    platform: 'node',
    plugins: [libsqlWithoutReport, builtinsUsedLate, ownStreams, azureUsedLate, ...plugins],
    // What no configuration of ours makes cosmiconfig load; two megabytes of the world's holidays, asked for once a day.
    external: ['typescript', 'date-holidays', 'knex', 'msnodesqlv8'],
    preserveEntrySignatures: 'allow-extension',
    output: {
      dir,
      format: 'cjs',
      sourcemap: true,
      comments: { jsdoc: false },
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name]-[hash].cjs',
      codeSplitting: {
        groups: together.map(([group, modules], index) => ({
          name: group,
          test: of(modules),
          priority: together.length - index,
        })),
      },
    },
    logLevel: 'warn',
  });
  return output.filter(({ type }) => type === 'chunk').map(({ code }) => code);
}

rmSync(dir, { recursive: true, force: true });
const command = await bundle(
  'main',
  'src/cli/main.ts',
  [
    ['main', 'src/cli/main.ts$'],
    ['each-run', 'src/(run/run|database/(retry|statement)|cli/run/view|cli/run/log-file).ts$|node_modules/tarn/'],
    ['sqlite', 'src/database/sqlite/open.ts$'],
    ['sqlserver', 'src/database/sqlserver/open.ts$'],
  ],
  [forCompiled],
);
// On its own: a thread shares no code with the one that begins it.
const thread = await bundle('composer-thread', 'src/compose/composer-thread.ts', []);

// Tells one build from another; bin/compiled.js keeps what it compiled under this name.
writeFileSync(
  `${dir}/build-id`,
  createHash('sha256')
    .update([...command, ...thread].join())
    .digest('hex')
    .slice(0, 16),
);
