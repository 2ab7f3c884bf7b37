import { TestOffice, winter } from './office.js';
import { plainMailbox } from './smtp.js';

export interface AttemptRow {
  readonly outcome: string;
  readonly phase: string;
  readonly reply_code: number | null;
  readonly enhanced_code: string | null;
  readonly reply_text: string;
}

/** An office that sends to this port and has one mail for each of these guardians, in this order. */
export function officeWithMail(
  port: number,
  names: readonly string[],
  { smtp = {}, ...settings }: { smtp?: Record<string, unknown>; giveUpAfter?: string } = {},
): TestOffice {
  const office = new TestOffice(
    { 'audit-completed': { since: winter('11-24 00:00') } },
    { mailbox: plainMailbox(port, smtp), ...settings },
  );
  addMailFor(office, ...names);
  return office;
}

/** Adds each of these guardians with a client and an audit. */
export function addMailFor(office: TestOffice, ...names: string[]): void {
  office.inBulk(() => {
    for (const name of names)
      office.audit(office.client(`Firma ${name}`, { client: [office.user(name)] }), winter('11-24 08:00'));
  });
}

export function attemptsOf(office: TestOffice): AttemptRow[] {
  return office.rows<AttemptRow>(
    'SELECT outcome, phase, reply_code, enhanced_code, reply_text FROM attempts ORDER BY id',
  );
}
