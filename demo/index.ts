import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotifyError, reasonOf } from '../src/errors/index.js';
import { writeDemoOffice } from './office.js';

const day = 86_400_000;
const mailedDays = 3;

/**
 * Makes the demo office in `mobevo-demo` where there is none yet.
 * @returns the path of its configuration
 */
export function prepareDemo(directory: string): string {
  const folder = join(directory, 'mobevo-demo');
  const file = join(folder, 'mobevo-notify.config.json');
  if (!existsSync(file)) {
    const now = new Date();
    try {
      mkdirSync(folder, { recursive: true });
      writeDemoOffice(join(folder, 'office.db'), now);
      writeFileSync(file, `${JSON.stringify(demoConfig(now), null, 2)}\n`);
    } catch (error) {
      throw new NotifyError('CONFIG_UNREADABLE', { file, reason: reasonOf(error) });
    }
  }
  return file;
}

function demoConfig(now: Date): object {
  return {
    database: { client: 'sqlite', file: 'office.db' },
    office: {
      name: 'Biuro Rachunkowe Demo',
      panelUrl: 'https://demo.mobevo.example',
      locale: 'pl',
      timeZone: 'Europe/Warsaw',
    },
    since: new Date(now.getTime() - mailedDays * day).toISOString(),
    notifications: {
      'audit-completed': true,
      'documents-delivered': true,
      'user-activity': true,
      'office-activity': { recipients: ['wlasciciel@biuro-demo.example', 'kierownik@biuro-demo.example'] },
      'client-activity-hr': true,
      'client-activity-accounting': true,
      absences: { recipients: ['wlasciciel@biuro-demo.example'] },
    },
    mailbox: { from: 'powiadomienia@biuro-demo.example', pickupDirectory: 'outbox' },
  };
}
