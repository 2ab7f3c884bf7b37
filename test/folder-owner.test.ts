import { chmodSync, chownSync, linkSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeFolder } from '../src/folder-owner.js';
import { LogFile } from '../src/cli/run/log-file.js';
import { PickupMailer } from '../src/mail/pickup-mailer.js';
import { folderPerTest } from './helpers/config-folder.js';

const folder = folderPerTest();
const path = (...names: string[]) => join(folder.path, ...names);
const another = 65_534;

/** As `main` sets it; tests share a process. */
let umask: number;
beforeEach(() => {
  umask = process.umask(0o077);
});
afterEach(() => {
  process.umask(umask);
});

async function deliver(directory: string): Promise<string> {
  const mailer = new PickupMailer(directory);
  await mailer.prepare();
  const addresses = { from: 'p@biuro.example', to: 'a@biuro.example' };
  await mailer.deliver({ ...addresses, raw: Buffer.from('x'), messageId: '<1@biuro.example>' });
  return join(directory, '1.eml');
}

function appendToLog(file: string): void {
  const log = new LogFile({ file, maxBytes: 1000, keep: 1 });
  log.appendLine('x');
  expect(log.error).toBeUndefined();
}

const ownerAndMode = (file: string) => {
  const { uid, gid, mode } = statSync(file);
  return `${uid}:${gid} ${(mode & 0o777).toString(8)}`;
};

describe.skipIf(process.platform === 'win32')('On a host with other accounts', () => {
  test.each([
    ['hands its group on', 0o2750, 0o640],
    ['hands on a group that may not read it', 0o2710, 0o600],
    ['does not hand its group on', 0o750, 0o600],
    ['is open to everybody', 0o755, 0o600],
  ])('Of a pickup folder that %s, the group may read the mails accordingly', async (_, mode, expected) => {
    mkdirSync(path('outbox'));
    chmodSync(path('outbox'), mode);
    expect(statSync(await deliver(path('outbox'))).mode & 0o777).toBe(expected);
  });

  test.runIf(process.getuid?.() === 0)('What root writes in a folder of another account is left to it', async () => {
    mkdirSync(path('theirs'));
    chownSync(path('theirs'), another, another);
    expect(ownerAndMode(await deliver(path('theirs', 'new', 'outbox')))).toBe(`${another}:${another} 600`);
    for (const name of ['new', 'new/outbox'])
      expect(ownerAndMode(path('theirs', name))).toBe(`${another}:${another} 700`);
    appendToLog(path('theirs', 'run.log'));
    expect(ownerAndMode(path('theirs', 'run.log'))).toBe(`${another}:${another} 600`);
    expect(readdirSync(path('theirs')).sort()).toEqual(['new', 'run.log']);
  });

  test.runIf(process.getuid?.() === 0)('A link to a file of root is no reason to give that file away', () => {
    writeFileSync(path('of-root'), '');
    mkdirSync(path('theirs'));
    chownSync(path('theirs'), another, another);
    linkSync(path('of-root'), path('theirs', 'run.log'));
    appendToLog(path('theirs', 'run.log'));
    expect(statSync(path('of-root')).uid).toBe(0);
    rmSync(path('theirs', 'run.log'));
  });
});

test.skipIf(process.platform !== 'linux')(
  'A folder is created from a relative path too, and one that cannot be is an error at once, also below /proc',
  () => {
    expect(() => {
      makeFolder('/proc/mobevo-notify/a/b');
    }).toThrow('ENOENT');
    for (const made of [path('a', 'b', 'c'), relative(process.cwd(), path('d', 'e'))]) {
      makeFolder(made);
      makeFolder(made);
      expect(statSync(made).isDirectory()).toBe(true);
    }
    writeFileSync(path('file'), '');
    expect(() => {
      makeFolder(path('file', 'd'));
    }).toThrow('ENOTDIR');
  },
);
