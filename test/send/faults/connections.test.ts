import { afterEach, describe, expect, test } from 'vitest';
import { cellText, everyCell, FaultCell, faultTable, type CellResult } from '../../helpers/fault-cell.js';
import { parseMail } from '../../helpers/office.js';
import type { Behaviour, Stage } from '../../helpers/scripted-smtp.js';
import { makeCertificate } from '../../helpers/certificates.js';

const table = faultTable('fault', 'came to', 'after the fault');
let cell: FaultCell;
afterEach(async () => {
  await cell.close();
});

const login = { user: 'biuro', password: 'tajne' };
const some = <Row extends readonly unknown[]>(rows: readonly Row[], short: number): readonly Row[] =>
  everyCell ? rows : rows.slice(0, short);

/** Message-IDs of the mails that the server accepted. */
const acceptedIds = () =>
  Promise.all(cell.peer.received.map(async ({ raw }) => (await parseMail(raw)).parsed.messageId));

interface Expected extends Omit<CellResult, 'errors'> {
  /** Copies that the server has accepted after both runs. */
  readonly copies: number;
}

/** Runs with the fault, and ten minutes later again without it. */
async function expectOutcome(
  name: string,
  stage: Stage,
  behaviour: Behaviour,
  expected: Expected,
  { maxDuration, mails = 1 }: { maxDuration?: number; mails?: number } = {},
): Promise<void> {
  let isFaulty = true;
  const { key, cert } = await makeCertificate('localhost');
  cell = await FaultCell.open(
    {
      extensions: ['AUTH PLAIN'],
      ...(stage === 'starttls' ? { certificate: { key, cert } } : {}),
      script: (moment) => (isFaulty && moment.stage === stage ? behaviour : undefined),
    },
    { mails, smtp: stage === 'starttls' ? { ...login, security: 'starttls' } : login },
  );
  const { copies, ...first } = expected;
  const result = await cell.run(0, maxDuration);
  expect(result).toMatchObject(first);

  isFaulty = false;
  if (stage === 'starttls') {
    table.row(name, cellText(result), '');
    return;
  }
  const later = await cell.run(10);
  expect(later).toMatchObject({ states: { sent: mails }, exitCode: 0 });
  const ids = await acceptedIds();
  expect(ids).toHaveLength(copies);
  expect(new Set(ids).size).toBe(mails);
  table.row(name, cellText(result), cellText(later));
}

const queued = { states: { queued: 1 }, attempts: ['requeued', 'requeued', 'requeued'], exitCode: 75, copies: 1 };
const deferred = { states: { deferred: 1 }, attempts: ['retried', 'retried', 'suspected'], exitCode: 75, copies: 1 };
const unknown = { states: { unknown: 1 }, attempts: ['unknown'], exitCode: 0 };
const sent = { states: { sent: 1 }, attempts: ['sent'], exitCode: 0, copies: 1 };

describe('Outcome if the connection is dropped', () => {
  test.each(
    some<[string, Stage, Behaviour, Expected]>(
      [
        ['before the banner', 'banner', { drop: true }, queued],
        ['in place of an answer to RCPT', 'rcpt', { drop: true }, deferred],
        ['in the middle of the body', 'body', { drop: true }, { ...unknown, copies: 1 }],
        ['after the final dot, the mail not taken', 'dot', { drop: true }, { ...unknown, copies: 1 }],
        ['after the 250', 'dot', { reply: '250 queued', drop: true }, sent],
        ['in place of an answer to EHLO', 'ehlo', { drop: true }, queued],
        ['in place of an answer to STARTTLS', 'starttls', { drop: true }, queued],
        ['in place of an answer to AUTH', 'auth', { drop: true }, queued],
        ['in place of an answer to MAIL', 'mail', { drop: true }, deferred],
        ['in place of an answer to DATA', 'data', { drop: true }, deferred],
        ['after the go-ahead for DATA', 'data', { reply: '354 go', drop: true }, { ...unknown, copies: 1 }],
        ['in the middle of a refusal of the recipient', 'rcpt', { reply: '55', drop: true }, deferred],
        ['in the middle of the 250', 'dot', { reply: '250-2.0.0 que', drop: true }, { ...unknown, copies: 2 }],
      ],
      5,
    ),
  )('%s', (name, stage, behaviour, expected) => expectOutcome(`dropped ${name}`, stage, behaviour, expected));
});

describe('Outcome at the deadline if the server is silent', () => {
  const requeued = { states: { queued: 1 }, attempts: ['requeued'], exitCode: 75, copies: 1 };
  test.each(
    some<[string, Stage, Expected]>(
      [
        ['from the start', 'banner', requeued],
        ['after the final dot', 'dot', { ...unknown, exitCode: 75, copies: 1 }],
        ['to EHLO', 'ehlo', requeued],
        ['to AUTH', 'auth', requeued],
        ['to MAIL', 'mail', requeued],
        ['to RCPT', 'rcpt', requeued],
        ['to DATA', 'data', requeued],
      ],
      2,
    ),
  )('%s', (name, stage, expected) =>
    expectOutcome(`silent ${name}`, stage, { silence: true }, expected, { maxDuration: 1_000 }),
  );
});

describe('Outcome at the deadline if the server sends byte by byte, without a socket time-out,', () => {
  const endless = `220${'-'.repeat(60)}`;
  test.each(
    some<[string, Stage, string, Expected]>(
      [
        ['its banner', 'banner', endless, { states: { queued: 1 }, attempts: ['requeued'], exitCode: 75, copies: 1 }],
        [
          'its answer to RCPT',
          'rcpt',
          `250${'-'.repeat(60)}`,
          { states: { queued: 1 }, attempts: ['requeued'], exitCode: 75, copies: 1 },
        ],
        ['its answer to the dot', 'dot', `451${'-'.repeat(60)}`, { ...unknown, exitCode: 75, copies: 1 }],
      ],
      1,
    ),
  )('%s', (name, stage, reply, expected) =>
    expectOutcome(`drips ${name}`, stage, { reply, drip: 100 }, expected, { maxDuration: 1_000 }),
  );
});

describe('Outcome of unusual replies', () => {
  test.each<[string, Stage, Behaviour, Expected]>([
    ['a multiline reply in two pieces', 'ehlo', { split: 100 }, sent],
    ['a multiline 250 to the dot, in two pieces', 'dot', { reply: '250-2.0.0 thank\n250 2.0.0 you', split: 100 }, sent],
    ['a slow server', 'rcpt', { reply: '250 recipient', drip: 10 }, sent],
  ])('%s', (name, stage, behaviour, expected) => expectOutcome(name, stage, behaviour, expected));

  test('Two 250 replies to the final dot: no unsent mail is recorded as sent', async () => {
    cell = await FaultCell.open({ script: { dot: { reply: '250 queued\n250 queued' } } }, { mails: 5 });
    const result = await cell.run();
    const later = await cell.run(10);
    expect(later).toMatchObject({ states: { sent: 5 }, exitCode: 0 });
    const ids = await acceptedIds();
    expect(new Set(ids).size).toBe(5);
    expect(ids.length - 5).toBeLessThanOrEqual(later.attempts.filter((outcome) => outcome === 'unknown').length);
    table.row('250 twice to the dot', cellText(result), cellText(later));
  });

  test('A 250 that comes with the 354, before the body, and a refusal of the final dot: nothing is recorded as sent', async () => {
    cell = await FaultCell.open({ script: { data: '354 go\n250 queued', dot: '554 5.6.0 no' } }, { mails: 5 });
    const result = await cell.run();
    expect(result).toMatchObject({ states: { deferred: 5 }, exitCode: 75 });
    expect(cell.peer.received).toEqual([]);
    table.row('250 before the body, 554 to the dot', cellText(result), '');
  });

  test('A recipient that is refused before DATA is accepted, and a 250 to the lone dot: the refusal counts', async () => {
    cell = await FaultCell.open({ script: { rcpt: '550 5.1.1 no such user', data: '354 go', dot: '250 2.0.0 ok' } });
    const result = await cell.run();
    expect(result).toMatchObject({ states: { failed: 1 }, exitCode: 1 });
    expect(cell.office.rows('SELECT reply_code FROM attempts')).toEqual([{ reply_code: 550 }]);
    table.row('550 to RCPT, 354 to DATA, 250 to the lone dot', cellText(result), '');
  });

  test('Two 250 replies to RCPT and a refusal of the final dot: the mail is not recorded as sent', async () => {
    cell = await FaultCell.open({
      script: { rcpt: '250 recipient\n250 recipient', dot: '554 5.6.0 no' },
    });
    const result = await cell.run();
    expect(result.states['sent']).toBeUndefined();
    expect(cell.peer.received).toEqual([]);
    table.row('250 twice to RCPT, 554 to the dot', cellText(result), '');
  });
});

describe('A certificate', () => {
  test.each<[string, string, { trusted: boolean; expired?: boolean }]>([
    ['expired', 'localhost', { trusted: true, expired: true }],
    ['self-signed', 'localhost', { trusted: false }],
    ['of another name', 'mail.inny.example', { trusted: true }],
  ])(
    '%s leaves the mail queued after 3 attempts, exits with 75 and sends no password',
    async (name, host, { trusted, expired = false }) => {
      const { key, cert } = await makeCertificate(host, expired ? -1 : undefined);
      cell = await FaultCell.open(
        { extensions: ['AUTH PLAIN'], certificate: { key, cert } },
        { smtp: { ...login, host: 'localhost', security: 'starttls' } },
      );
      if (trusted) cell.trust(cert);
      const result = await cell.run();
      expect(result).toMatchObject({
        states: { queued: 1 },
        attempts: ['requeued', 'requeued', 'requeued'],
        exitCode: 75,
        errors: ['MAILBOX_UNREACHABLE'],
      });
      expect(cell.peer.commands.filter((line) => /^(AUTH|MAIL)/.test(line))).toEqual([]);
      table.row(`certificate ${name}`, cellText(result), '');
    },
  );
});
