import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

const bundle = join(packageRoot, 'dist', 'bundle');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** Folders of the packages whose code is in the bundle, as its source maps name them. */
export function bundledPackages(): string[] {
  const sources = readdirSync(bundle)
    .filter((file) => file.endsWith('.map'))
    .flatMap((file) => (JSON.parse(readFileSync(join(bundle, file), 'utf8')) as { sources: string[] }).sources);
  const folders = sources.flatMap((source) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(source)?.[0] ?? []);
  return [...new Set(folders)].map((folder) => join(bundle, folder));
}

/** The licences of the code in the bundle, which require that their text goes with every copy. */
export function thirdPartyNotices(): string {
  const sections = new Map(
    bundledPackages().map((folder) => [titleOf(folder), `\`\`\`text\n${licenceOf(folder)}\n\`\`\``]),
  );
  return `<!-- Made by: npm run generate -->

# Third-party notices

\`dist/bundle\` contains code of these packages.

${[...sections]
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([title, licence]) => `## ${title}\n\n${licence}\n`)
  .join('\n')}`;
}

function titleOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  return `${name} ${version} (${license})`;
}

/** @throws Error for a package without a licence file */
function licenceOf(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no licence file.`);
  return readFileSync(join(folder, file), 'utf8')
    .replace(/\r/g, '')
    .replace(/[^\S\n]+$/gm, '')
    .trim();
}
