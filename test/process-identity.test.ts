import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { hasEnded, processIdentity } from '../src/process-identity.js';

const [host, , start] = processIdentity()!.split('-');
const identity = (pid: number, started = start!) => [host, pid.toString(36), started].join('-');

test('This process has not ended, and its identity fits into a lease', () => {
  expect(processIdentity()).toMatch(/^[0-9a-f]{10}-[0-9a-z]+-[0-9a-z]+$/);
  expect(processIdentity()!.length).toBeLessThanOrEqual(28);
  expect(hasEnded(processIdentity()!)).toBe(false);
});

test('A process that was killed has ended, and one that runs has not', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  expect(hasEnded(identity(child.pid!, '0'))).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(hasEnded(identity(child.pid!, '0'))).toBe(true);
});

test('A process of another host, or of another container, is not judged', () => {
  expect(hasEnded(['0123456789', (2 ** 22 - 1).toString(36), '1'].join('-'))).toBe(false);
});

test('A process whose id this one has got has ended, unless its start is unknown', () => {
  expect(hasEnded(identity(process.pid, '1'))).toBe(true);
  expect(hasEnded(identity(process.pid, '0'))).toBe(false);
});

test.runIf(process.platform === 'linux')('A killed process that its parent has not asked about has ended', async () => {
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; kill -9 $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [output] = (await once(parent.stdout, 'data')) as [Buffer];
  const child = identity(Number(output.toString()));
  await expect.poll(() => hasEnded(child)).toBe(true);
  parent.kill('SIGKILL');
});
