import type { Logo } from '../../src/config/index.js';
import { loadTemplates } from '../../src/mail/render/templates.js';
import { render, type RenderedMail } from '../../src/mail/render/render.js';
import type { Locale } from '../../src/messages/index.js';
import { kindIds, kinds, type RegisteredKindId } from '../../src/notifications/index.js';

export const templates = loadTemplates();
export const now = new Date('2026-11-24T13:20:00Z');
export const office = {
  name: 'Biuro Rachunkowe Saldo',
  panelUrl: 'https://saldo.mobevo.pl',
  timeZone: 'Europe/Warsaw',
  accentColor: '#1f5fa8',
};
export const everyMail = kindIds.flatMap((kind) => (['pl', 'en'] as const).map((locale) => [kind, locale] as const));

/** Renders a mail, by default with the sample content of its kind. */
export function mailOf(
  kind: RegisteredKindId,
  content: object = kinds[kind].sample(now),
  locale: Locale = 'pl',
  other: object = {},
): RenderedMail {
  return render(templates, { kind, content, locale, office, recipientName: null, ...other });
}

/** Replaces every text of the content except dates. */
export function replaceTexts(value: unknown, hostile: string, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => replaceTexts(item, hostile, key));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replaceTexts(inner, hostile, name)]));
  }
  const isData = typeof value !== 'string' || (key !== 'period' && /^\d{4}-\d\d-\d\d/.test(value));
  return isData ? value : hostile;
}

/** One grey pixel. */
export const logo: Logo = {
  bytes: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mN8/x8AAuMB8DtXNJsAAAAASUVORK5CYII=',
    'base64',
  ),
  type: 'image/png',
  width: 120,
};
