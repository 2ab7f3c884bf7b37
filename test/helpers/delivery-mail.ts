import { clientColumns, clientsIn, dateTimeText, eventsOf, isEnd } from './event-mail.js';
import type { SentMail, TestOffice } from './office.js';
import { linesOf, type Compare } from './random-office.js';

const shown = 25;

interface Expected {
  readonly name: string;
  readonly taxId: string | null;
  readonly client: number;
  readonly period: string | null;
  readonly deliveredOn: string | null;
  readonly deliveredBy: string | null;
  readonly receivedBy: string;
  readonly kinds: string | null;
  readonly documents: number | null;
  readonly remarks: string | null;
  readonly at: string;
}

/** Compares a mail about delivered documents with the office's tables. */
export function compareDeliveryMail(office: TestOffice, mail: SentMail, at: string, compare: Compare): void {
  const deliveries = office.rows<Expected>(
    `SELECT ${clientColumns}, client_id AS client, period, delivered_on AS deliveredOn, delivered_by AS deliveredBy,
       received_by AS receivedBy, document_kinds AS kinds, document_count AS documents, remarks, local_at AS at
     ${eventsOf('source_document_deliveries', '*')} ORDER BY occurred_at DESC, e.event_id DESC`,
    mail.kind,
    mail.to,
  );
  const lines = linesOf(mail.text);
  const clientCount = new Set(deliveries.map(({ client }) => client)).size;
  const [lead] = lines;
  if (deliveries.length === 1)
    compare(
      `first line ${at}`,
      [/^Dostarczono (\d+) dokument/.exec(lead!)?.[1] ?? '0', lead!.includes('październik 2026')],
      [String(deliveries[0]!.documents ?? 0), deliveries[0]!.period !== null],
    );
  else {
    compare(`clients ${at}`, Number(/^Dokumenty od (\d+) klient/.exec(lead!)?.[1] ?? 1), clientCount);
    compare(`deliveries ${at}`, /(\d+) dostarcze/.exec(lead!)?.[1], String(deliveries.length));
  }
  const listed = deliveries.slice(0, shown);
  compare(
    `remarks ${at}`,
    lines[1]!.startsWith('Przeczytaj uwagi'),
    listed.some(({ remarks }) => remarks !== null),
  );
  const isMore = (line: string) => /^i jeszcze (\d+) wcześniejsz\S+ dostarcze/.exec(line);
  const more = lines.map((line) => isMore(line)?.[1]).find(Boolean) ?? 0;
  compare(`more ${at}`, Number(more), deliveries.length - listed.length);
  const told = clientsIn(lines.slice(2), (line) => isMore(line) !== null || isEnd(line)).flatMap(
    ({ name, taxId, lines: own }) =>
      own
        .join('\n')
        .split(/\n{2,}/)
        .filter((block) => block.trim() !== '')
        .map((block) => [name, taxId ?? '', ...block.trim().split('\n')].join(' | ')),
  );
  compare(`listed ${at}`, told.sort(), listed.map(textOf).sort());
}

function textOf(one: Expected): string {
  const facts: readonly (readonly [string, string | number | null])[] = [
    ['Za okres', one.period === null ? null : 'październik 2026'],
    ['Liczba dokumentów', one.documents],
    ['Rodzaje dokumentów', one.kinds],
    ['Data dostarczenia', one.deliveredOn?.split('-').reverse().join('.') ?? null],
    ['Kto dostarczył', one.deliveredBy],
    ['Kto przyjął', one.receivedBy],
    ['Zarejestrowano', dateTimeText(one.at)],
    ['Uwagi', one.remarks],
  ];
  return [
    one.name,
    one.taxId ?? '',
    ...facts.filter(([, value]) => value !== null).map(([label, value]) => `${label}: ${String(value)}`),
  ].join(' | ');
}
