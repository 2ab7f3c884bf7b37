// What the scenarios of scripts/test-windows.js have in common: the demo office, and what a command should have
// printed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @returns what differs from the expected exit code and texts, or undefined */
export function unlike({ code, stdout, stderr }, exitCode, ...texts) {
  const missing = texts.filter((text) => !`${stdout}${stderr}`.includes(text));
  if (code === exitCode && missing.length === 0) return undefined;
  return `exit code ${code}, without "${missing.join('", "')}": ${stdout}${stderr}`;
}

export const outbox = (folder) => readdirSync(join(folder, 'mobevo-demo', 'outbox'));

/** Creates the demo office without sending, and changes its configuration. @returns the settings */
export async function prepare({ folder, run }, change = {}) {
  await run(['preview', '--sample', '--demo']);
  const file = join(folder, 'mobevo-demo', 'mobevo-notify.config.json');
  const settings = { ...JSON.parse(readFileSync(file, 'utf8')), ...change };
  writeFileSync(file, JSON.stringify(settings));
  return settings;
}

/** A text as Windows editors save it. */
export const encodings = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\uFEFF${text}`),
  'UTF-16 LE': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'UTF-16 BE': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
};
