import Table from 'cli-table3';
import type { KindReport, MessageEvent, RunReport } from '../run/report.js';
import { errorLines } from './errors.js';
import type { Output } from './output.js';

const shownTroubles = 20;

export function messageLine({ chalk }: Output, { id, kind, address, state, detail }: MessageEvent): string {
  const colour = { planned: chalk.cyan, sent: chalk.green, deferred: chalk.yellow, skipped: chalk.dim, returned: chalk.yellow, failed: chalk.red, unknown: chalk.red }[state];
  return `${chalk.dim(`#${id}`)} ${kind} ${address ?? '-'} ${colour(state)}${detail === '' ? '' : `: ${detail.split('\n')[0]!}`}`;
}

/** The summary for people: a table, what stands in the way of mails, and what went wrong. */
export function summaryLines(output: Output, report: RunReport, troubles: readonly string[], isDemo: boolean): string[] {
  return [
    ...(report.dryRun ? [output.chalk.cyan('Dry run: nothing was written, nothing was sent.')] : []),
    table(output, report.kinds),
    ...troubles.slice(0, shownTroubles),
    ...(troubles.length > shownTroubles ? [`… and ${troubles.length - shownTroubles} more`] : []),
    ...warnings(output, report),
    ...report.errors.flatMap((error) => errorLines(output, error)),
    ...(isDemo && report.exitCode === 0 ? demoHints(output, report) : []),
  ];
}

function table({ chalk }: Output, kinds: readonly KindReport[]): string {
  const rows = new Table({
    head: ['kind', 'due', 'planned', 'sent', 'deferred', 'failed', 'unknown', 'skipped'].map((title) => chalk.bold(title)),
    colAligns: ['left', 'left', ...Array.from({ length: 6 }, () => 'right' as const)],
    style: { head: [], border: [], compact: true },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const { kind, due, planned, sent, deferred, failed, unknown, skipped } of kinds) {
    rows.push([kind, due ? 'yes' : 'no', planned, sent, deferred, failed, unknown, skippedText(skipped)].map(String));
  }
  return rows.toString();
}

function skippedText(skipped: KindReport['skipped']): string {
  const parts = Object.entries(skipped).map(([reason, count]) => `${count} ${reason}`);
  return parts.length === 0 ? '0' : parts.join(', ');
}

function warnings({ chalk }: Output, { kinds, gaps, malformed, held, heldIds, databaseExposure }: RunReport): string[] {
  const roles = { client: 'client guardian', accounting: 'accounting guardian', hr: 'HR guardian' } as const;
  const exposures = {
    unencrypted: 'The connection to the database is not encrypted: passwords and data can be read on the way (Encrypt=false).',
    unverified: 'The database server\'s certificate is not checked: another could pose as it (TrustServerCertificate=true).',
  } as const;
  const lines = [
    ...(databaseExposure === undefined ? [] : [exposures[databaseExposure]]),
    ...gaps.map(({ reason, role, count, names }) => {
      const who = role === undefined ? 'user' : roles[role];
      const what = reason === 'no-guardian' ? `${count} client(s) without ${who}`
        : reason === 'no-user' ? `${count} ${who}(s) who are no users`
        : reason === 'blocked' ? `${count} blocked ${who}(s)` : `${count} ${who}(s) without a usable e-mail address`;
      return `${what}: ${names.join(', ')}${count > names.length ? ', …' : ''}`;
    }),
    ...kinds.filter(({ waiting }) => waiting > 0).map(({ kind, waiting }) => `${kind}: ${waiting} event(s) wait for a guardian`),
    ...kinds.filter(({ expired }) => expired > 0).map(({ kind, expired }) => `${kind}: ${expired} event(s) found nobody in time and are mailed to no one`),
    ...malformed.map(({ view, id, columns }) => `${view} ${id}: empty or malformed ${columns}; this row is left out`),
    ...(held > 0 ? [`${held} message(s) may or may not have arrived and are held (${heldIds.map((id) => `#${id}`).join(', ')}${held > heldIds.length ? ', …' : ''}): run --resend <id> or --discard <id>`] : []),
  ];
  return lines.map((line) => `${chalk.yellow('!')} ${line}`);
}

function demoHints({ chalk }: Output, { kinds }: RunReport): string[] {
  const sent = kinds.reduce((sum, report) => sum + report.sent, 0);
  return [
    '',
    `${chalk.bold(`${sent} mail(s) sent`)} into mobevo-demo/outbox. Where to look next:`,
    '  open one of the .eml files in a mail program',
    '  mobevo-notify run --demo                 once more: 0 sent',
    '  mobevo-notify preview --sample           every kind of mail, in the terminal',
    '  mobevo-demo/mobevo-notify.config.json    the configuration of the demo office',
  ];
}
