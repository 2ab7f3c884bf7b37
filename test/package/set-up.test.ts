import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { kindIds } from '../../src/notifications/index.js';
import { root } from '../helpers/command.js';
import { folderPerTest } from '../helpers/config-folder.js';

const folder = folderPerTest();

const has = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const canOverlay =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  ['unshare', 'useradd', 'runuser'].every(has) &&
  spawnSync('unshare', ['--mount', 'true']).status === 0;

/** Runs commands as root in a copy of this host's root folder that is thrown away. The package is at /mnt. */
function onThisHost(commands: string): { readonly status: number | null; readonly output: string } {
  const layers = join(folder.path, 'layers');
  mkdirSync(layers);
  const { status, stdout, stderr } = spawnSync(
    'unshare',
    ['--mount', '--pid', '--fork', '--kill-child', 'sh', 'scripts/linux/in-overlay.sh', layers, '/', root],
    { cwd: root, input: commands, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } },
  );
  return { status, output: stdout + stderr };
}

describe.skipIf(!canOverlay)('scheduling/linux/set-up.sh', () => {
  test('makes the account, its folders, a configuration that it may only read, and units with the path', () => {
    const { status, output } = onThisHost(`
      set -e
      cd /
      sh /mnt/scheduling/linux/set-up.sh sqlite > /dev/null
      stat --format '%U:%G %a %n' /etc/mobevo-notify /etc/mobevo-notify/* /var/lib/mobevo-notify /var/log/mobevo-notify
      grep ExecStart /etc/systemd/system/mobevo-notify.service
      echo '# mine' >> /etc/mobevo-notify/mobevo-notify.config.yaml
      LANG=pl_PL.UTF-8 LC_ALL= sh /mnt/scheduling/linux/set-up.sh sqlserver > /dev/null
      tail -n 1 /etc/mobevo-notify/mobevo-notify.config.yaml
      ls /etc/mobevo-notify
      runuser -u mobevo -- $(command -v node) /mnt/bin/mobevo-notify.js run --check --no-color | head -n 1
      ! command -v systemd-analyze > /dev/null ||
        systemd-analyze verify /etc/systemd/system/mobevo-notify.service /etc/systemd/system/mobevo-notify-*.timer`);
    const [node] = /"[^"]+"/.exec(output) ?? [''];
    expect(output.split('\n')).toEqual([
      'root:mobevo 750 /etc/mobevo-notify',
      'root:mobevo 640 /etc/mobevo-notify/mobevo-notify.config.yaml',
      'root:mobevo 640 /etc/mobevo-notify/smtp-password.txt',
      'mobevo:mobevo 750 /var/lib/mobevo-notify',
      'mobevo:mobevo 750 /var/log/mobevo-notify',
      `ExecStart=${node} "/mnt/bin/mobevo-notify.js" run --quiet --max-duration "50 minutes"`,
      '# mine',
      'mobevo-notify.config.yaml',
      'smtp-password.txt',
      `✓ config: /etc/mobevo-notify/mobevo-notify.config.yaml, kinds switched on: ${kindIds.length}`,
      '',
    ]);
    expect(status).toBe(0);
  });

  test('says how it is used', () => {
    const { status, output } = onThisHost('sh /mnt/scheduling/linux/set-up.sh oracle');
    expect(output).toBe('Usage: sudo sh /mnt/scheduling/linux/set-up.sh sqlserver|sqlite [en|pl]\n');
    expect(status).toBe(1);
  });
});

/** The commands of a guide's code blocks between two headings. */
function commandsIn(page: string, heading: string, language: string): string[][] {
  const text = readFileSync(join(root, page), 'utf8');
  const section = text.slice(text.indexOf(`\n## ${heading}\n`)).split('\n## ')[1]!;
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) =>
    code!.trim().split('\n'),
  );
}

test.each([
  ['docs/en/install.md', 'Linux', 'sh'],
  ['docs/pl/install.md', 'Linux', 'sh'],
  ['docs/en/install.md', 'Windows', 'powershell'],
  ['docs/pl/install.md', 'Windows', 'powershell'],
])('In %s, %s: five commands lead to a test mail, nine to a schedule', (page, heading, language) => {
  const [first, then] = commandsIn(page, heading, language);
  expect(first).toHaveLength(5);
  expect(first!.at(-1)).toMatch(/mobevo-notify test-smtp --to \S+$/);
  expect([...first!, ...then!]).toHaveLength(9);
  expect(then!.at(-1)).toMatch(/systemctl enable --now \S+\.timer$|Register-MobevoNotify\.ps1" -Every Minute/);
});
