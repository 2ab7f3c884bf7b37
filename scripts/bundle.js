// Bundles the command into dist/bundle, which bin/ runs and the package contains, because opening a few files is much
// faster than opening hundreds. `dependencies` are not bundled: they are loaded from node_modules. All other imports
// are devDependencies; they are bundled, and their licences are in THIRD-PARTY-NOTICES.md. The code is not minified, so
// that stack traces stay readable.
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const dir = `${root}/dist/bundle`;
const { dependencies } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

rmSync(dir, { recursive: true, force: true });
await build({
  cwd: root,
  input: { main: 'src/cli/main.ts', 'composing-thread': 'src/compose/composing-thread.ts' },
  platform: 'node',
  external: Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`)),
  output: {
    dir,
    // Node 20 loads ES modules more slowly. A run with nothing due takes 183 ms more than a bare node, and 134 as
    // CommonJS.
    format: 'cjs',
    sourcemap: true,
    comments: { jsdoc: false },
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
  },
  logLevel: 'warn',
});
