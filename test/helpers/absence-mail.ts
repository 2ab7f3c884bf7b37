import type { DateTime } from 'luxon';
import type { SentMail } from './office.js';
import { isoDay, linesOf, type Compare } from './random-office.js';

/** An absence of one of a mail's two lists, as SQL finds it. */
export interface ExpectedAbsence {
  readonly list: 'today' | 'later';
  readonly person: string;
  readonly place: string;
  readonly type: string | null;
  readonly first: string;
  readonly last: string;
  readonly mark: 'nowa' | 'zmieniona' | 'odwołana' | null;
  readonly previousFirst: string | null;
  readonly previousLast: string | null;
  readonly previousType: string | null;
  readonly workingDays: number | null;
  readonly returns: string | null;
}

export interface ExpectedAbsences {
  readonly absences: readonly ExpectedAbsence[];
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** In the next seven days. */
  readonly upcoming: number;
}

/** Compares a mail about absences with what SQL has found. */
export function compareAbsenceMail(mail: SentMail, now: DateTime, figures: ExpectedAbsences, compare: Compare): void {
  const at = `${mail.to} ${now.toISO()!}`;
  const today = isoDay(now);
  const [away, later] = (['today', 'later'] as const).map((list) =>
    figures.absences.filter((one) => one.list === list),
  );
  const { added, changed, removed, upcoming } = figures;
  const lines = linesOf(mail.text);
  const subject = [
    `dziś ${away!.length}`,
    added && `nowe ${added}`,
    changed && `zmienione ${changed}`,
    removed && `odwołane ${removed}`,
  ];
  compare(
    `subject ${at}`,
    mail.subject.replaceAll('\u00a0', ' '),
    `Nieobecności ${now.setLocale('pl').toFormat('d MMMM yyyy')}: ${subject.filter(Boolean).join(', ')}`,
  );
  compare(`first number ${at}`, Number(/: (\d+) nieobecno/.exec(lines[0]!)?.[1] ?? 0), away!.length);
  const numbers = /(?:nowe (\d+), zmienione (\d+), odwołane (\d+)\. )?Następne 7 dni: (\d+)\.$/i.exec(lines[1]!);
  compare(
    `changes ${at}`,
    numbers?.slice(1, 4).map((one) => Number((one as string | undefined) ?? 0)),
    [added, changed, removed],
  );
  compare(`next days ${at}`, Number(numbers?.[4]), upcoming);
  compareList(`today ${at}`, listIn(lines, 'Dziś nieobecni'), away!, today, 25, compare);
  compareList(`later ${at}`, listIn(lines, 'Najbliższe dni i zmiany'), later!, today, 25, compare);
}

interface List {
  count: number;
  more: number;
  readonly absences: string[];
}

/** A list as a mail tells it; each absence as one text. */
function listIn(lines: readonly string[], title: string): List {
  const list: List = { count: 0, more: 0, absences: [] };
  const first = lines.findIndex((line) => line.startsWith(`${title}: `) && /: \d+$/.test(line));
  if (first < 0) return list;
  list.count = Number(/\d+$/.exec(lines[first]!)![0]);
  let person = '';
  for (const line of lines.slice(first + 1)) {
    if (line === '') break;
    const more = /^ {2}i jeszcze (\d+) nieobecno\S+$/.exec(line);
    if (more !== null) list.more = Number(more[1]);
    else if (!line.startsWith('    ')) person = line.trim();
    else if (/^ {4}(?:pon|wt|śr|czw|pt|sob|niedz)\. \d/.test(line)) list.absences.push(`${person} | ${line.trim()}`);
    else list.absences.push(`${list.absences.pop() ?? ''} | ${line.trim()}`);
  }
  return list;
}

/** Compares a list with the absences that belong to it. Of a long one, the mail names `shown` and counts the others. */
function compareList(
  at: string,
  list: List,
  expected: readonly ExpectedAbsence[],
  today: string,
  shown: number,
  compare: Compare,
): void {
  const texts = expected.map((one) => textOf(one, today)).sort();
  const told = [...list.absences].sort();
  compare(`${at} count`, list.count, texts.length);
  compare(`${at} listed and more`, told.length + list.more, texts.length);
  if (texts.length <= shown) compare(`${at} absences`, told, texts);
  else {
    const left = [...texts];
    const unknown = told.filter((text) => {
      const index = left.indexOf(text);
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    });
    compare(`${at} absences`, unknown, []);
    compare(`${at} absences listed`, told.length >= shown, true);
  }
}

const weekdays = ['niedz.', 'pon.', 'wt.', 'śr.', 'czw.', 'pt.', 'sob.'];

function textOf(one: ExpectedAbsence, today: string): string {
  const range = (first: string, last: string) => {
    const hasYear = first.slice(0, 4) !== today.slice(0, 4) || last.slice(0, 4) !== today.slice(0, 4);
    const date = (day: string, hasMonth: boolean) =>
      `${weekdays[new Date(day).getUTCDay()]!} ${Number(day.slice(8))}${hasMonth ? `.${day.slice(5, 7)}` : ''}${hasMonth && hasYear ? `.${day.slice(0, 4)}` : ''}`;
    return first === last
      ? date(first, true)
      : `${date(first, first.slice(0, 7) !== last.slice(0, 7))} – ${date(last, true)}`;
  };
  const { person, place, type, first, last, mark, workingDays, returns, previousFirst, previousLast } = one;
  const days =
    workingDays === 1
      ? 'dzień roboczy'
      : [2, 3, 4].includes((workingDays ?? 0) % 10) && ![12, 13, 14].includes((workingDays ?? 0) % 100)
        ? 'dni robocze'
        : 'dni roboczych';
  const details = [
    type ?? 'nieobecność',
    ...(workingDays ? [`${workingDays} ${days}`] : []),
    ...(returns === null
      ? []
      : [`wraca ${weekdays[new Date(returns).getUTCDay()]!} ${Number(returns.slice(8))}.${returns.slice(5, 7)}`]),
  ];
  const before =
    previousFirst !== null && previousLast !== null
      ? `było: ${range(previousFirst, previousLast)}`
      : one.previousType !== null
        ? `było: ${one.previousType}`
        : 'zmieniono dane nieobecności, daty te same';
  return [
    `${person}, ${place}`,
    `${range(first, last)}${mark === null ? '' : `, ${mark}`}`,
    details.join(', '),
    ...(mark === 'zmieniona' ? [before] : []),
  ].join(' | ');
}
