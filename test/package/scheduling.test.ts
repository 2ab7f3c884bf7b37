import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOMParser, onWarningStopParsing, type Element } from '@xmldom/xmldom';
import { CronExpressionParser } from 'cron-parser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bin, root, start } from '../helpers/command.js';
import { TestOffice } from '../helpers/office.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mobevo-scheduling-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const read = (file: string) => readFileSync(join(root, 'scheduling', file), 'utf8');
const warsaw = 'Europe/Warsaw';
/** Expected local start times on 24 and 25 November. */
const daily = ['06:00', '06:00'];
const everyMinute = { first: '06:00', second: '06:01', last: '23:59', count: 18 * 60 };

interface CronEntry {
  readonly times: string;
  readonly user: string;
  readonly shell: string;
}

/** The only entry of a file for /etc/cron.d. */
function cronEntry(file: string): CronEntry {
  const entries = read(file)
    .split('\n')
    .filter((line) => line !== '' && !/^(#|[A-Z]+=)/.test(line));
  expect(entries).toHaveLength(1);
  const [, times, user, shell] = /^((?:\S+ ){5})(\S+) (.*)$/.exec(entries[0]!)!;
  return { times: times!.trim(), user: user!, shell: shell! };
}

function cronTimes({ times }: CronEntry): string[] {
  const expression = CronExpressionParser.parse(times, {
    tz: warsaw,
    currentDate: '2026-11-23T23:59:59+01:00',
    endDate: '2026-11-25T23:59:59+01:00',
  });
  const found: string[] = [];
  while (expression.hasNext())
    found.push(
      new Date(expression.next().getTime()).toLocaleTimeString('pl', {
        timeZone: warsaw,
        hour: '2-digit',
        minute: '2-digit',
      }),
    );
  return found;
}

test('cron: the entries start at 06:00 each day, and each minute from 06:00 to the end of the day', () => {
  expect(cronTimes(cronEntry('cron/daily'))).toEqual(daily);
  const minutes = cronTimes(cronEntry('cron/every-minute'));
  expect(minutes).toHaveLength(2 * everyMinute.count);
  expect([minutes[0], minutes[1], minutes[everyMinute.count - 1], minutes[everyMinute.count]]).toEqual([
    everyMinute.first,
    everyMinute.second,
    everyMinute.last,
    everyMinute.first,
  ]);
});

test.skipIf(process.platform === 'win32')('cron: the line works in a shell and prints nothing on success', async () => {
  const office = new TestOffice({ 'audit-completed': true });
  try {
    writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
    symlinkSync(bin, join(directory, 'mobevo-notify'));
    for (const file of ['cron/daily', 'cron/every-minute']) {
      const { user, shell } = cronEntry(file);
      expect(user).toBe('mobevo');
      const line = shell.replace('/etc/mobevo-notify', office.directory);
      const env = { PATH: `${directory}:${process.env['PATH']!}` };
      expect(await start('/bin/sh', ['-c', line], { cwd: '/', env })).toEqual({ code: 0, stdout: '', stderr: '' });
    }
    expect(office.rows('SELECT exit_code FROM runs')).toHaveLength(2);
  } finally {
    office.close();
  }
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

test.skipIf(!hasSystemd)('systemd: the units pass systemd-analyze verify, and the timers have the right times', () => {
  const units = ['mobevo-notify.service', 'mobevo-notify-daily.timer', 'mobevo-notify-every-minute.timer'];
  mkdirSync(join(directory, 'units'));
  for (const unit of units) {
    writeFileSync(join(directory, 'units', unit), read(`systemd/${unit}`).replace('/usr/local/bin/mobevo-notify', bin));
  }
  const verified = spawnSync('systemd-analyze', ['verify', ...units.map((unit) => join(directory, 'units', unit))], {
    encoding: 'utf8',
  });
  expect(verified.stdout + verified.stderr).toBe('');
  expect(verified.status).toBe(0);

  const elapses = (timer: string, times: number) => {
    const [, calendar] = /^OnCalendar=(.*)$/m.exec(read(`systemd/${timer}`))!;
    const shown = execFileSync(
      'systemd-analyze',
      ['calendar', `--iterations=${times}`, '--base-time=2026-11-24 22:58:30 UTC', calendar!],
      { encoding: 'utf8' },
    );
    return [...shown.matchAll(/(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC/g)].map(([, time]) => time);
  };
  expect(elapses('mobevo-notify-daily.timer', 2)).toEqual(['2026-11-25 05:00:00', '2026-11-26 05:00:00']);
  expect(elapses('mobevo-notify-every-minute.timer', 3)).toEqual([
    '2026-11-24 22:59:00',
    '2026-11-25 05:00:00',
    '2026-11-25 05:01:00',
  ]);
});

test('systemd: the units allow one run at a time, catch up on a missed start, and limit time and rights', () => {
  const service = read('systemd/mobevo-notify.service');
  for (const line of [
    'Type=oneshot',
    'User=mobevo',
    'TimeoutStartSec=1h',
    'NoNewPrivileges=true',
    'ProtectSystem=strict',
  ])
    expect(service).toContain(`\n${line}\n`);
  for (const timer of ['daily', 'every-minute'])
    expect(read(`systemd/mobevo-notify-${timer}.timer`)).toContain('\nPersistent=true\n');
});

/** Leaf elements of a task by path, such as `Settings/Enabled`, in document order. Throws if the XML is malformed. */
function windowsTask(file: string): Map<string, string> {
  const xml = read(`windows/${file}`);
  // The file declares no encoding, and ASCII reads the same in every encoding.
  expect(xml).toMatch(/^<\?xml version="1\.0"\?>\n[\t\n -~]*$/);
  const task = new DOMParser({ onError: onWarningStopParsing }).parseFromString(xml, 'text/xml').documentElement!;
  expect([task.tagName, task.namespaceURI, task.getAttribute('version')]).toEqual([
    'Task',
    'http://schemas.microsoft.com/windows/2004/02/mit/task',
    '1.2',
  ]);
  expect(task.getElementsByTagName('Actions')[0]!.getAttribute('Context')).toBe(
    task.getElementsByTagName('Principal')[0]!.getAttribute('id'),
  );
  const found = new Map<string, string>();
  const visit = (element: Element, path: string) => {
    const children = [...element.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
    if (children.length === 0) found.set(path, element.textContent ?? '');
    for (const child of children) visit(child, path === '' ? child.tagName : `${path}/${child.tagName}`);
  };
  visit(task, '');
  return found;
}

test.each([
  ['daily.xml', {}],
  [
    'every-minute.xml',
    { 'Repetition/Interval': 'PT1M', 'Repetition/Duration': 'PT18H', 'Repetition/StopAtDurationEnd': 'false' },
  ],
])('Task Scheduler: %s has the right times and settings', (file, repetition) => {
  const task = windowsTask(file);
  const under = (path: string) =>
    [...task]
      .filter(([name]) => name.startsWith(`${path}/`))
      .map(([name, text]) => [name.slice(path.length + 1), text]);
  // The schema of Task Scheduler fixes this order.
  expect(under('Triggers/CalendarTrigger')).toEqual(
    Object.entries({
      Enabled: 'true',
      StartBoundary: '2026-01-01T06:00:00',
      ...repetition,
      'ScheduleByDay/DaysInterval': '1',
    }),
  );
  expect(Object.fromEntries(under('Principals/Principal'))).toEqual({ UserId: 'S-1-5-20', RunLevel: 'LeastPrivilege' });
  expect(Object.fromEntries(under('Settings'))).toMatchObject({
    Enabled: 'true',
    MultipleInstancesPolicy: 'IgnoreNew',
    StartWhenAvailable: 'true',
    ExecutionTimeLimit: 'PT1H',
    DisallowStartIfOnBatteries: 'false',
    StopIfGoingOnBatteries: 'false',
    RunOnlyIfIdle: 'false',
  });
  expect(under('Actions/Exec')).toEqual([
    ['Command', 'C:\\Program Files\\nodejs\\node.exe'],
    [
      'Arguments',
      expect.stringMatching(/^"C:\\[^"]+\\bin\\mobevo-notify\.js" run --quiet --max-duration "50 minutes"$/),
    ],
    ['WorkingDirectory', 'C:\\ProgramData\\mobevo-notify'],
  ]);
});

test('PowerShell: the script reads both files and sets only elements that they have', () => {
  const script = read('windows/Register-MobevoNotify.ps1');
  const xml = read('windows/every-minute.xml');
  const names = [...script.matchAll(/^ *\$(?:trigger|action|task)\.(?:\w+\.)*(\w+) =/gm)].map(([, name]) => name!);
  expect(names).toEqual(['StartBoundary', 'Duration', 'Command', 'Arguments', 'WorkingDirectory', 'UserId']);
  for (const name of names) expect(xml).toContain(`<${name}>`);
  for (const file of ['daily.xml', 'every-minute.xml']) expect(script).toContain(`'${file}'`);
  expect(script).toMatch(/^[\t\n -~]*$/);
  expect(script).toContain('Register-ScheduledTask @registration');
});
