// Copies the templates into dist/ and writes the style sheet into the elements that name its classes: mail programs
// honour styles there, and only some a sheet in the head.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import juice from 'juice';

const source = fileURLToPath(new URL('../templates', import.meta.url));
const target = fileURLToPath(new URL('../dist/templates', import.meta.url));
const sheet = readFileSync(join(source, 'style.css'), 'utf8');
// The sheet in the head is for screens and dark mode, and stays as it is.
const options = { applyStyleTags: false, removeStyleTags: false, applyWidthAttributes: false, applyHeightAttributes: false, applyAttributesTableElements: false };

rmSync(target, { recursive: true, force: true });
cpSync(source, target, { recursive: true, filter: (file) => !file.endsWith('style.css') });
for (const name of readdirSync(target, { recursive: true }).filter((file) => file.endsWith('.hbs'))) {
  const file = join(target, name);
  const template = readFileSync(file, 'utf8');
  if (!template.includes('class="')) continue;
  const inlined = juice.inlineContent(template, sheet, options)
    .replace(/ style="[^"]*"/g, (style) => style.replace(/([:;]) /g, '$1').replace(/;"$/, '"').replaceAll('var(--accent)', '{{@accent}}'));
  writeFileSync(file, inlined);
}
