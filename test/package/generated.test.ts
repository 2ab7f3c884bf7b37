import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedFiles } from '../../scripts/generate/generated-files.js';
import { root } from '../helpers/command.js';

test.each(Object.entries(generatedFiles()))(
  '%s is what the code says; `npm run generate` brings it up to date',
  (file, content) => {
    expect(readFileSync(join(root, file), 'utf8')).toBe(content);
  },
);
