import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from '../helpers/command.js';

test('the time to drain comes although garbage is collected meanwhile', () => {
  const script = `
    import { deadline } from './dist/src/schedule/deadline.js';
    const { drain } = deadline(300, new AbortController().signal);
    for (let round = 0; round < 5; round += 1) {
      globalThis.gc();
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    process.stdout.write(String(drain.aborted));`;
  expect(
    execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '--eval', script], {
      cwd: root,
      encoding: 'utf8',
    }),
  ).toBe('true');
});
