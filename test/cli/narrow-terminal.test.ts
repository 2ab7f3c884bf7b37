import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startProgressBar } from '../../src/cli/run/progress-bar.js';
import { TestOffice, winter } from '../helpers/office.js';
import { plainMailbox, startSmtp } from '../helpers/smtp.js';
import { hasTerminal, inTerminal, screenText } from '../helpers/terminal.js';

vi.setConfig({ testTimeout: 180_000 });

/** What each output must say of a value, so that nobody has to guess what it is. */
const labels = {
  pl: {
    run: ['audit-completed: zaplanowane 2, wysłane 1, ponawiane 1', 'user-activity: do wysłania nie'],
    'dry run': ['do wysłania tak, termin wysyłki 24.11.2026 07:00', 'wyjdzie 24.11.2026 07:00'],
    list: [
      '#2 audit-completed',
      'zaplanowano: 24.11.2026 06:00',
      'odbiorca: Zajęty',
      'stan: ponawiana, następna próba',
    ],
    why: ['audit-completed (Zajęty): nie ma nic nowego do wysłania;', 'ponawiana, następna próba'],
    check: ['✓ konfiguracja:', '✓ ostatnie uruchomienie:', '! dane: do poprawienia w Mobevo'],
  },
  en: {
    run: ['audit-completed: planned 2, sent 1, deferred 1', 'user-activity: due no'],
    'dry run': ['due yes, due at 24.11.2026 07:00', 'leaves 24.11.2026 07:00'],
    list: ['#2 audit-completed', 'planned: 24.11.2026 06:00', 'recipient: Zajęty', 'state: deferred, next attempt'],
    why: ['audit-completed (Zajęty): nothing new to send;', 'deferred until'],
    check: ['✓ config:', '✓ last run:', '! data: to correct in Mobevo'],
  },
} as const;

const at = (time: string) => ['--now', winter(time)];
const commands = {
  run: ['run', ...at('11-24 06:00')],
  'dry run': ['run', '--dry-run', ...at('11-24 07:00')],
  list: ['preview', '--list', '--since', '2026-11-01'],
  why: ['preview', '--why', 'Zajęty', ...at('11-24 06:01')],
  check: ['run', '--check'],
} as const;

test.skipIf(!hasTerminal).each([
  ['pl', 40],
  ['en', 60],
] as const)(
  'In %s, a terminal of %i columns shows each value with its name, and cuts no word',
  async (language, columns) => {
    const peer = await startSmtp({
      recipient: (address) => (address.startsWith('zajety') ? { code: 450, text: '4.2.1 busy' } : undefined),
    });
    const office = new TestOffice(
      {
        'audit-completed': { since: winter('11-01 00:00') },
        'user-activity': { schedule: { every: '1 day', startAt: '16:00' } },
      },
      { language, mailbox: plainMailbox(peer.port) },
    );
    onTestFinished(async () => {
      office.close();
      await peer.close();
    });
    const client = office.client('Firma', {
      client: [office.user('Anna'), office.user('Zajęty', 'zajety.pracownik@biuro.example')],
    });
    office.audit(client, winter('11-24 05:30'));
    office.client('Klient bez opiekuna, którego nazwa jest długa');
    writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
    for (const [name, args] of Object.entries(commands)) {
      if (name === 'dry run') office.audit(client, winter('11-24 06:30'));
      const screen = screenText(await inTerminal(args, { cwd: office.directory, columns, env: { NO_COLOR: '1' } }));
      // Without control characters, each state of the progress bar stands before the next line.
      const lines = screen
        .replaceAll(/[-=]+ \d+\/\d+/g, '$&\n')
        .split('\n')
        .map((line) => line.trimEnd());
      for (const line of lines.filter((text) => text.length > columns)) expect(line.trim()).not.toContain(' ');
      const unfolded = lines.map((line) => line.trim()).join(' ');
      for (const label of labels[language][name as keyof typeof commands]) expect(unfolded, name).toContain(label);
    }
  },
);

test.each([1, 3, 8])('A progress bar can be started in a terminal of %d columns', (columns) => {
  Object.defineProperty(process.stderr, 'columns', { value: columns, configurable: true });
  onTestFinished(() => {
    Reflect.deleteProperty(process.stderr, 'columns');
  });
  expect(() => {
    startProgressBar(12_000).stop();
  }).not.toThrow();
});
