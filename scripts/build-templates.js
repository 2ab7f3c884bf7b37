// Copies the templates into dist/. Inlines the style sheet into the elements, because only some mail programs support a
// sheet in the head. Line ends become those of Unix. Compiles the templates, because compiling them in each run that
// sends would take 100 ms.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import juice from 'juice';
import { missingFrom } from '../dist/scripts/generate/check-templates.js';
import { compileOptions } from '../dist/src/mail/render/compile-options.js';
import { toUnixLineEnds } from '../dist/src/mail/render/line-ends.js';
import { systemKinds } from '../dist/src/mail/render/mail-kind.js';
import { kindIds } from '../dist/src/notifications/index.js';

const folder = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const [, , source = folder('templates'), target = folder('dist/templates')] = process.argv;
const read = (file) => toUnixLineEnds(readFileSync(file, 'utf8'));
const sheet = read(join(source, 'style.css'));
// The sheet in the head is for narrow screens and dark mode, and is kept unchanged.
const options = {
  applyStyleTags: false,
  removeStyleTags: false,
  applyWidthAttributes: false,
  applyHeightAttributes: false,
  applyAttributesTableElements: false,
};

const missing = missingFrom(source, [...kindIds, ...systemKinds]);
if (missing.length > 0) {
  console.error(missing.join('\n'));
  process.exit(1);
}

rmSync(target, { recursive: true, force: true });
cpSync(source, target, { recursive: true, filter: (file) => !file.endsWith('style.css') });
const templates = new Map();
for (const name of readdirSync(target, { recursive: true }).filter((file) => file.endsWith('.hbs'))) {
  const file = join(target, name);
  let template = read(file);
  if (template.includes('class="')) {
    template = juice.inlineContent(template, sheet, options).replace(/ style="[^"]*"/g, (style) =>
      style
        .replace(/([:;]) /g, '$1')
        .replace(/;"$/, '"')
        .replaceAll('var(--accent)', '{{@accent}}'),
    );
  }
  writeFileSync(file, template);
  templates.set(name.replaceAll('\\', '/').slice(0, -'.hbs'.length), template);
}

const isShared = (name) => /^(layout|partials)\//.test(name);
const isHtml = (name) => name.endsWith('/html');
writeFileSync(
  join(target, 'compiled.cjs'),
  `exports.escaped = {
${compiled((name) => isShared(name) || isHtml(name), false)}
};
exports.plain = {
${compiled((name) => isShared(name) || !isHtml(name), true)}
};
`,
);

function compiled(isPart, noEscape) {
  return [...templates]
    .filter(([name]) => isPart(name))
    .map(([name, source]) => `'${name}': ${compile(name, source, noEscape)}`)
    .join(',\n');
}

function compile(name, source, noEscape) {
  return Handlebars.precompile(source, compileOptions(`${name}.hbs`, noEscape)).code;
}
