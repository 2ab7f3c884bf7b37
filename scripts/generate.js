// Writes the generated files: schemas, reference pages, and SQL scripts for administrators.
import { writeFileSync } from 'node:fs';
import { generatedFiles } from '../dist/scripts/generate/generated-files.js';

for (const [file, content] of Object.entries(generatedFiles())) {
  writeFileSync(new URL(`../${file}`, import.meta.url), content);
  console.log(file);
}
