import { clientColumns, clientsIn, dateTimeText, eventsOf, isEnd } from './event-mail.js';
import type { SentMail, TestOffice } from './office.js';
import { groupBy, linesOf, type Compare } from './random-office.js';

/** A mail lists so many activities, and names clients while their sorts of activities are at most so many. */
const shownItems = 50;
const shownCounts = 100;

interface Activity {
  readonly name: string;
  readonly taxId: string | null;
  readonly client: number;
  readonly activity: string;
  readonly actor: string | null;
  readonly subject: string;
  readonly at: string;
}

/** Compares a mail about the activities of clients with the office's tables. */
export function compareActivityMail(office: TestOffice, mail: SentMail, at: string, compare: Compare): void {
  const activities = office.rows<Activity>(
    `SELECT ${clientColumns}, client_id AS client, activity, actor, subject, local_at AS at
     ${eventsOf('source_panel_activities', '*')} ORDER BY occurred_at, e.event_id`,
    mail.kind,
    mail.to,
  );
  const lines = linesOf(mail.text);
  const expected = groupBy(activities, ({ client }) => client);
  const [lead, between] = lines;
  const word = mail.kind.endsWith('hr') ? 'kadrow' : 'księgow';
  compare(`activities ${at}`, new RegExp(`(\\d+) zdarze\\S+ ${word}`).exec(lead!)?.[1], String(activities.length));
  compare(`clients ${at}`, Number(/^Aktywność (\d+) klient/.exec(lead!)?.[1] ?? 1), expected.size);
  compare(`first and last ${at}`, between, betweenText(activities[0]!.at, activities.at(-1)!.at));
  const isMoreClients = (line: string) => /^i jeszcze (\d+) klient\S*$/.exec(line);
  const clients = clientsIn(lines.slice(2), (line) => isMoreClients(line) !== null || isEnd(line));
  const moreClients = Number(lines.map((line) => isMoreClients(line)?.[1]).find(Boolean) ?? 0);
  compare(`clients named and more ${at}`, clients.length + moreClients, expected.size);
  const left = [...expected.values()];
  let listed = 0;
  let before = Number.POSITIVE_INFINITY;
  for (const { name, taxId, lines: own } of clients) {
    const told = clientIn(own);
    // Clients may have the same name and number of activities.
    const alike = left
      .filter((one) => one[0]!.name === name && one[0]!.taxId === taxId && one.length === told.total)
      .sort((a, b) => likeness(told, b) - likeness(told, a));
    compare(`${name} ${told.total} ${at} exists`, alike.length > 0, true);
    const [ownActivities] = alike;
    if (ownActivities === undefined) continue;
    left.splice(left.indexOf(ownActivities), 1);
    const sorts = sortsOf(ownActivities);
    const known = told.kinds.filter((sort) => sorts.includes(sort));
    compare(`${name} sorts ${at}`, told.kinds, known);
    const counted = told.kinds.reduce((sum, sort) => sum + countIn(sort), told.otherKinds);
    compare(`${name} sum of sorts ${at}`, counted, told.total);
    if (told.otherKinds === 0) compare(`${name} all sorts ${at}`, told.kinds.length, sorts.length);
    compare(`${name} listed and more ${at}`, told.items.length + told.more, told.items.length === 0 ? 0 : told.total);
    const newest = ownActivities.slice(ownActivities.length - told.items.length);
    compare(`${name} newest ${at}`, told.items, newest.map(itemText));
    compare(`${name} order ${at}`, told.total <= before, true);
    before = told.total;
    listed += told.items.length;
  }
  const allSorts = new Set(activities.map(({ client, activity }) => `${client} ${activity}`)).size;
  if (allSorts <= shownCounts) compare(`listed ${at}`, listed, Math.min(shownItems, activities.length));
}

/** The sorts of a client's activities, as a mail tells them. */
function sortsOf(activities: readonly Activity[]): string[] {
  return [...groupBy(activities, ({ activity }) => activity)].map(([activity, { length }]) => `${activity}: ${length}`);
}

const countIn = (sort: string) => Number(/\d+$/.exec(sort)![0]);

/** How many of a client's lines tell these activities. */
function likeness({ kinds, items }: ClientText, activities: readonly Activity[]): number {
  const own = new Set([...sortsOf(activities), ...activities.map(itemText)]);
  return [...kinds, ...items].filter((line) => own.has(line)).length;
}

interface ClientText {
  total: number;
  more: number;
  /** Activities of sorts that are not listed. */
  otherKinds: number;
  readonly kinds: string[];
  /** Day, time, person, activity and subject. */
  readonly items: string[];
}

function clientIn(lines: readonly string[]): ClientText {
  const client: ClientText = {
    total: Number(/^(\d+) zdarze/.exec(lines[0]!)?.[1]),
    more: 0,
    otherKinds: 0,
    kinds: [],
    items: [],
  };
  let day = '';
  for (const line of lines.slice(1)) {
    const more = /^i jeszcze (\d+) zdarze/.exec(line);
    if (more !== null) client.more = Number(more[1]);
    else if (day === '' && line.startsWith('- pozostałe: ')) client.otherKinds = countIn(line);
    else if (day === '' && line.startsWith('- ')) client.kinds.push(line.slice(2));
    else if (/^(?:pon|wt|śr|czw|pt|sob|niedz)\. \d+\.\d\d$/.test(line)) day = line;
    else if (/^\d\d:\d\d(?:, |$)/.test(line)) client.items.push(`${day} ${line}`);
    else if (line !== '') client.items.push(`${client.items.pop()!} | ${line}`);
  }
  return client;
}

const weekdays = ['niedz.', 'pon.', 'wt.', 'śr.', 'czw.', 'pt.', 'sob.'];

function itemText({ at, actor, activity, subject }: Activity): string {
  const [day, time] = at.split('T');
  const date = `${weekdays[new Date(day!).getUTCDay()]!} ${Number(day!.slice(8))}.${day!.slice(5, 7)}`;
  return `${date} ${time!}${actor === null ? '' : `, ${actor}`} | ${activity}: ${subject}`;
}

function betweenText(first: string, last: string): string {
  const [from, until] = [first, last].map((one) => dateTimeText(one).replace(' ', ', '));
  if (first.slice(0, 10) !== last.slice(0, 10)) return `${from!} – ${until!}`;
  return first === last ? from! : `${from!}–${last.slice(11)}`;
}
