import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../helpers/command.js';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

test.each(Object.entries(scripts))('npm run %s works in cmd.exe: programs of Node only, joined by &&', (_, script) => {
  for (const command of script.split(' && ')) {
    expect(command).toMatch(/^(?:npm|node|tsc|eslint|prettier|vitest|depcruise|concurrently)(?: [\w./:-]+)*$/);
  }
});
