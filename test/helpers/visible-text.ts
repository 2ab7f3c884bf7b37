import { expect } from 'vitest';
import type { RenderedMail } from '../../src/mail/render/render.js';

/** The visible text of the HTML part. */
export function visibleText({ html }: Pick<RenderedMail, 'html'>): string {
  return html
    .replace(/<style>.*?<\/style>|<title>.*?<\/title>|<!--.*?-->|<div class="preheader".*?<\/div>/gs, '')
    .replace(/<br>|<\/(td|th)>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

/** Expects each text in the text part and in the HTML part. */
export function expectInBoth(mail: RenderedMail, ...expected: readonly string[]): void {
  for (const part of [mail.text.replace(/\s+/g, ' '), visibleText(mail)])
    for (const text of expected) expect(part).toContain(text);
}
