import { clientColumns, clientsIn, dateTimeText, eventsOf, isEnd } from './event-mail.js';
import type { SentMail, TestOffice } from './office.js';
import { linesOf, type Compare } from './random-office.js';

const shownAudits = 20;
const shownFindings = 5;

interface Expected {
  readonly id: number;
  readonly name: string;
  readonly taxId: string | null;
  /** NULL if neither the view of audits nor that of findings tells it. */
  readonly errors: number | null;
  readonly warnings: number | null;
  readonly at: string;
}

const distinctFindings = '(SELECT DISTINCT * FROM source_audit_findings)';
const found = (severity: string) =>
  `(SELECT SUM(finding_count * (severity = '${severity}')) FROM ${distinctFindings} f WHERE f.event_id = e.event_id
     HAVING MAX(severity IN ('error', 'warning', 'info')) = 1)`;

/** Compares a mail about finished audits with the office's tables. */
export function compareAuditMail(office: TestOffice, mail: SentMail, at: string, compare: Compare): void {
  const audits = office.rows<Expected>(
    `SELECT e.event_id AS id, ${clientColumns}, COALESCE(error_count, ${found('error')}) AS errors,
       COALESCE(warning_count, ${found('warning')}) AS warnings, local_at AS at
     ${eventsOf('source_audits', 'event_id, client_id, occurred_at, error_count, warning_count')}
     ORDER BY errors DESC, occurred_at, e.event_id`,
    mail.kind,
    mail.to,
  );
  const lines = linesOf(mail.text);
  const withErrors = audits.filter(({ errors }) => (errors ?? 0) > 0).length;
  compare(
    `first line ${at}`,
    audits.length === 1 ? resultIn(lines[0]!) : /^Zakończono (\d+) audyt/.exec(lines[0]!)?.[1],
    audits.length === 1 ? resultOf(audits[0]!) : String(audits.length),
  );
  if (audits.length > 1) {
    const isAll = /(?:wszystkie|oba) z błędami$/.test(lines[0]!);
    const told = isAll ? audits.length : Number(/, w tym (\d+) z błędami$/.exec(lines[0]!)?.[1] ?? 0);
    compare(`with errors ${at}`, told, withErrors);
    const isClean = withErrors === 0 && audits.every(({ errors }) => errors !== null);
    compare(`without errors ${at}`, lines[0]!.endsWith(', bez błędów'), isClean);
  }
  const listed = audits.slice(0, shownAudits);
  const more = Number(lines.map((line) => /^i jeszcze (\d+) audyt/.exec(line)?.[1]).find(Boolean) ?? 0);
  compare(`more ${at}`, more, audits.length - listed.length);
  const clients = clientsIn(lines.slice(2), (line) => /^i jeszcze \d+ audyt/.test(line) || isEnd(line));
  const told = clients.flatMap(({ name, taxId, lines: own }) =>
    auditsIn(own, audits.length === 1 ? lines[0]! : undefined).map((audit) => `${name} | ${taxId ?? ''} | ${audit}`),
  );
  const texts = listed.map((audit) => `${audit.name} | ${audit.taxId ?? ''} | ${textOf(office, audit)}`);
  compare(`audits ${at}`, told.sort(), texts.sort());
}

/** Errors and warnings in a sentence; `?` where it does not say. */
function resultIn(sentence: string): string {
  if (sentence === 'Audyt nie wykazał błędów ani ostrzeżeń') return '0/0';
  const number = (word: string, isNone: boolean) =>
    isNone ? '0' : (new RegExp(`(\\d+) ${word}`).exec(sentence)?.[1] ?? '?');
  return [
    number('bł', /bez błędów|nie wykazał błędów/.test(sentence)),
    number('ostrzeż', sentence.includes('bez ostrzeżeń')),
  ].join('/');
}

/** The same of an audit. No sentence says that there is no warning, while the errors are not known. */
function resultOf({ errors, warnings }: Pick<Expected, 'errors' | 'warnings'>): string {
  return `${errors ?? '?'}/${warnings === null || (errors === null && warnings === 0) ? '?' : warnings}`;
}

/** The audits of a client, each as one text: result, time, number, findings. */
function auditsIn(lines: readonly string[], result: string | undefined): string[] {
  const audits: string[][] = [];
  let sentence = result ?? '';
  for (const line of lines) {
    if (/^Audyt (?:nie )?wykazał|^Zakończono audyt\.$/.test(line)) sentence = line.slice(0, -1);
    const finished = /^(?:Okres: październik 2026\. )?Zakończono: (\S+ \S+)\.$/.exec(line);
    if (finished !== null) audits.push([resultIn(sentence), finished[1]!]);
    const number = /^Raport z audytu: \S+\/(\d+)$/.exec(line);
    if (number !== null) audits.at(-1)!.splice(0, 0, number[1]!);
    if (line.startsWith('- ') || /^i jeszcze \d+ ustale/.test(line))
      audits.at(-1)!.push(line.replace(/ ustale\S+$/, ''));
  }
  return audits.map((audit) => audit.join(' | '));
}

function textOf(office: TestOffice, { id, errors, warnings, at }: Expected): string {
  const findings = office.rows<{ code: string | null; title: string; severity: string; count: number }>(
    `SELECT code, title, severity, finding_count AS count FROM ${distinctFindings} WHERE event_id = ?
     ORDER BY severity <> 'error', severity <> 'warning', finding_count DESC, code, title, severity`,
    id,
  );
  const words: Readonly<Record<string, string>> = { error: 'błąd', warning: 'ostrzeżenie', info: 'informacja' };
  const more = findings.length - shownFindings;
  return [
    id,
    resultOf({ errors, warnings }),
    dateTimeText(at),
    ...findings
      .slice(0, shownFindings)
      .map(
        ({ code, title, severity, count }) =>
          `- ${words[severity] ?? severity}${code === null ? '' : ` ${code}`}, ${title}: ${count}`,
      ),
    ...(more > 0 ? [`i jeszcze ${more}`] : []),
  ].join(' | ');
}
