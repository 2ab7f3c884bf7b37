import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAddressed, type KindRegistry } from '../src/config/index.js';
import { fileReasonOf, NotifyError } from '../src/errors/index.js';
import { makeFolder } from '../src/folder-owner.js';
import { replaceFile } from '../src/replace-file.js';
import { loadSqliteDriver } from '../src/database/sqlite/load-driver.js';

const dayMs = 86_400_000;
const mailedDays = 3;
const owner = 'wlasciciel@biuro-demo.example';

/**
 * Creates the demo office in the folder `mobevo-demo` unless it exists, with every kind enabled.
 * @returns the path of its configuration
 * @throws CONFIG_UNREADABLE if the folder cannot be written; SQLITE_DRIVER_UNUSABLE
 */
export async function prepareDemo(directory: string, kinds: KindRegistry): Promise<string> {
  const folder = join(directory, 'mobevo-demo');
  const file = join(folder, 'mobevo-notify.config.json');
  if (!existsSync(file)) {
    const now = new Date();
    const { writeDemoOffice } = await loadSqliteDriver(() => import('./office.js'));
    try {
      makeFolder(folder);
      writeDemoOffice(join(folder, 'office.db'), now);
      replaceFile(file, `${JSON.stringify(demoConfig(now, kinds), null, 2)}\n`);
    } catch (error) {
      throw new NotifyError('CONFIG_UNREADABLE', { file, reason: fileReasonOf(error) });
    }
  }
  return file;
}

function demoConfig(now: Date, kinds: KindRegistry): object {
  return {
    database: { client: 'sqlite', file: 'office.db' },
    office: {
      name: 'Biuro Rachunkowe Demo',
      panelUrl: 'https://demo.mobevo.example',
      locale: 'pl',
      timeZone: 'Europe/Warsaw',
    },
    since: new Date(now.getTime() - mailedDays * dayMs).toISOString(),
    notifications: {
      ...Object.fromEntries(
        Object.entries(kinds).map(([id, { settings }]) => [id, isAddressed(settings) ? { recipients: [owner] } : true]),
      ),
      'office-activity': { recipients: [owner, 'kierownik@biuro-demo.example'] },
    },
    mailbox: { from: 'powiadomienia@biuro-demo.example', pickupDirectory: 'outbox' },
  };
}
