import { execFileSync } from 'node:child_process';
import { linkSync, mkdtempSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { command } from '../helpers/command.js';
import { onSqlServer, winter, type TestOffice } from '../helpers/office.js';
import { officeWithMail } from '../helpers/office-with-mail.js';
import { removeFolder } from '../helpers/remove-folder.js';
import { readRegularFile } from '../../src/read-regular-file.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

function configured(settings: object): string {
  office = officeWithMail(1, ['Anna']);
  const { directory } = office;
  const config = { ...office.settings, mailbox: { from: 'p@biuro.example', pickupDirectory: 'outbox' }, ...settings };
  writeFileSync(join(directory, 'mobevo-notify.config.json'), JSON.stringify(config));
  return directory;
}

const runIn = (cwd: string) => command(['run', '--now', winter('11-24 09:00')], { cwd });

describe.skipIf(onSqlServer || process.platform === 'win32')('Files that are not what their names say', () => {
  test.each([
    ['a symbolic link', symlinkSync],
    ['a hard link', linkSync],
  ])('A log file that is %s to the database is refused, and the database stays as it is', async (_, link) => {
    const directory = configured({ logFile: 'l.log' });
    link(join(directory, 'office.db'), join(directory, 'l.log'));
    const before = readFileSync(join(directory, 'office.db'));
    const { code, stderr, stdout } = await runIn(directory);
    expect({ code, text: stdout + stderr }).toMatchObject({
      code: 78,
      text: expect.stringContaining('logFile') as string,
    });
    expect(readFileSync(join(directory, 'office.db')).equals(before)).toBe(true);
  });

  test.each(['json', 'yaml', 'js'])(
    'A configuration that is a pipe or an endless device, named .%s, is refused at once',
    async (extension) => {
      const directory = configured({});
      const [pipe, device] = ['pipe', 'device'].map((name) => join(directory, `${name}.${extension}`)) as [
        string,
        string,
      ];
      execFileSync('mkfifo', [pipe]);
      symlinkSync('/dev/zero', device);
      for (const config of [pipe, device]) {
        const { code, stderr } = await command(['run', '--config', config], { cwd: directory });
        expect({ code, isTold: stderr.includes('CONFIG_UNREADABLE') }).toEqual({ code: 78, isTold: true });
      }
    },
  );

  test('A log file that is a pipe without a reader is told, and mails are sent all the same', async () => {
    const directory = configured({ logFile: 'pipe' });
    execFileSync('mkfifo', [join(directory, 'pipe')]);
    const { code, stderr, stdout } = await runIn(directory);
    expect({ code, isTold: (stdout + stderr).includes('LOG_UNWRITABLE') }).toEqual({ code: 78, isTold: true });
    expect(await office.newMails()).toHaveLength(1);
  });

  test.each(['pipe', '/dev/zero', 'large'])(
    '%s as the file of a password, certificate, logo or template',
    async (file) => {
      const smtp = { host: '127.0.0.1', port: 1, user: 'u', password: { file }, caFile: file };
      const directory = configured({
        mailbox: { from: 'p@biuro.example', smtp },
        office: { name: 'Biuro', logo: { file, width: 100 } },
        templatesDir: '.',
      });
      execFileSync('mkfifo', [join(directory, 'pipe')]);
      writeFileSync(join(directory, 'large'), 'x');
      truncateSync(join(directory, 'large'), 200_000_000);
      const { code, stderr, stdout } = await runIn(directory);
      expect(code).toBe(78);
      const reason = file === 'large' ? 'a file larger than 10 MB' : 'a pipe, a device or a socket';
      for (const setting of ['smtp.password', 'smtp.caFile', 'office.logo'])
        expect(stdout + stderr).toMatch(new RegExp(`${setting}[^\\n]*: found ${reason}`));
    },
  );

  test('A template that is a pipe is named, and stops its kind only', async () => {
    const directory = configured({ templatesDir: '.' });
    execFileSync('mkdir', [join(directory, 'audit-completed')]);
    execFileSync('mkfifo', [join(directory, 'audit-completed', 'text.hbs')]);
    const { code, stderr, stdout } = await runIn(directory);
    expect({ code, isTold: /text\.hbs.*pipe/.test(stdout + stderr) }).toEqual({ code: 78, isTold: true });
  });
});

test('A folder is read as the file system says', () => {
  office = officeWithMail(1, ['Anna']);
  const folder = mkdtempSync(join(tmpdir(), 'mobevo-'));
  try {
    expect(() => readRegularFile(folder)).toThrow(/EISDIR|EACCES|EPERM/);
  } finally {
    removeFolder(folder);
  }
});
