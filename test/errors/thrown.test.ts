import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LogFile } from '../../src/cli/run/log-file.js';
import { parseAddress, parseIds, parseKinds, parseDurationOption, parseNow } from '../../src/cli/options.js';
import { checkConfig, loadConfig } from '../../src/config/index.js';
import { connect } from '../../src/database/index.js';
import { loadSqliteDriver } from '../../src/database/sqlite/load-driver.js';
import { parseConnectionString } from '../../src/database/sqlserver/connection-string.js';
import { SqlServerErrors } from '../../src/database/sqlserver/errors.js';
import { NotifyError } from '../../src/errors/index.js';
import { PreviewFolder } from '../../src/inspect/preview-folder.js';
import { pickupUnwritable } from '../../src/mail/pickup-error.js';
import { checkPickup } from '../../src/mail/check-pickup.js';
import { checkTemplate } from '../../src/mail/render/check-template.js';
import { kinds } from '../../src/notifications/index.js';
import { sql } from '../helpers/sql.js';

let folder: string;
/** A file used as a folder, which fails. */
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mobevo-errors-'));
  file = join(folder, 'a-file');
  writeFileSync(file, '');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const sqlServer = new SqlServerErrors('db/m', 'mobevo', false);
const request = (more: object) => Object.assign(new Error('it broke'), { name: 'RequestError', ...more });
const connection = (more: object) => Object.assign(new Error('no way in'), { name: 'ConnectionError', ...more });
const fileError = (code: string) => Object.assign(new Error('it failed'), { code });
const require = createRequire(import.meta.url);
const requireLater = (name: string) => Promise.resolve().then(() => require(name) as unknown);
const logFile = (path: string) => new LogFile({ file: path, maxBytes: 1000, keep: 1 });
const names = {
  partials: new Set<string>(),
  helpers: new Set<string>(),
  values: () => new Set<string>(),
  texts: new Map<string, Set<string>>(),
};

async function missingDatabase(): Promise<unknown> {
  const database = await connect({ client: 'sqlite', file: join(folder, 'missing.db') });
  try {
    return await database.query(sql('SELECT 1 AS one'));
  } finally {
    await database.close();
  }
}

/** A log that another program holds: nothing can be renamed to a name that a folder has. */
function heldLog(): unknown {
  const log = join(folder, 'held.log');
  writeFileSync(log, 'x'.repeat(2000));
  mkdirSync(`${log}.${process.pid}.tmp`);
  return logFile(log).warning;
}

/** A file that is no binary, as one whose libraries are missing. */
function brokenBinary(): string {
  const binary = join(folder, 'broken.node');
  writeFileSync(binary, '');
  return binary;
}

/** Real calls that throw, return or store an error. */
test.each<[code: string, exitCode: number, act: () => unknown]>([
  ['CONFIG_NOT_FOUND', 78, () => loadConfig(kinds, { directory: folder, environment: {} })],
  ['CONFIG_UNREADABLE', 78, () => loadConfig(kinds, { file: 'no.json', directory: folder, environment: {} })],
  ['CONFIG_INVALID', 78, () => checkConfig(kinds, join(folder, 'c.json'), {}, {})],
  ['LOG_UNWRITABLE', 78, () => logFile(join(file, 'run.log')).error],
  ['LOG_NOT_ROTATED', 0, heldLog],
  ['DATABASE_UNREACHABLE', 75, missingDatabase],
  ['SQLITE_DRIVER_UNUSABLE', 78, () => loadSqliteDriver(() => requireLater(brokenBinary()))],
  ['SQLITE_DRIVER_UNUSABLE', 78, () => loadSqliteDriver(() => requireLater('@libsql/another-system'))],
  ['DATABASE_SETTINGS_INVALID', 78, () => parseConnectionString('Database=m')],
  ['DATABASE_BUSY', 75, () => sqlServer.translate(request({ number: 1205 }))],
  ['DATABASE_DENIED', 78, () => sqlServer.translate(request({ number: 229 }))],
  ['DATABASE_MISSING', 78, () => sqlServer.translate(request({ number: 911 }))],
  ['DATABASE_LOGIN_REFUSED', 77, () => sqlServer.translate(connection({ code: 'ELOGIN' }))],
  ['DATABASE_NOT_LISTENING', 75, () => sqlServer.translate(connection({ code: 'ECONNREFUSED' }))],
  ['DATABASE_NOT_ENCRYPTED', 78, () => sqlServer.translate(connection({ code: 'ENOTENCRYPTED' }))],
  [
    'TEMPLATE_BROKEN',
    78,
    () => {
      checkTemplate('text.hbs', '{{day x}}', names);
    },
  ],
  ['PICKUP_UNWRITABLE', 78, () => checkPickup(join(file, 'out'))],
  ['PICKUP_UNWRITABLE', 78, () => pickupUnwritable('/out', fileError('EACCES'))],
  ['PICKUP_UNWRITABLE', 75, () => pickupUnwritable('/out', fileError('ENOSPC'))],
  ['PREVIEW_UNWRITABLE', 1, () => new PreviewFolder(join(file, 'out'), 'pl').close()],
  ['UNKNOWN_KIND', 2, () => parseKinds(['absence'])],
  ['BAD_DATE', 2, () => parseNow('tomorrow')],
  ['BAD_DURATION', 2, () => parseDurationOption('--max-duration', '2 days')],
  ['BAD_ADDRESS', 2, () => parseAddress('--to', 'anna')],
  ['BAD_MESSAGE_ID', 2, () => parseIds('--resend', ['x'])],
])('%s leads to exit code %i where it is thrown', async (code, exitCode, act) => {
  const error = await Promise.resolve()
    .then(act)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NotifyError);
  expect(error).toMatchObject({ code, exitCode });
  expect((error as NotifyError).message).not.toMatch(/\{\{|undefined|\[object/);
});
