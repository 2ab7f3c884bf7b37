import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedFiles } from '../../scripts/generate/generated-files.js';
import { settings } from '../../scripts/generate/settings.js';
import { root } from '../helpers/command.js';

test.each(Object.entries(generatedFiles()))('%s matches the code; `npm run generate` updates it', (file, content) => {
  expect(readFileSync(join(root, file), 'utf8')).toBe(content);
});

test('Every setting has a meaning in both languages', () => {
  for (const locale of ['pl', 'en'] as const)
    expect(
      settings(locale).filter(({ meaning }) => meaning === ''),
      locale,
    ).toEqual([]);
});
