import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inlineLogo } from '../../../src/mail/logo.js';
import { kinds } from '../../../src/notifications/index.js';
import { accessibility, chromiumPath, findVisibleFaults, launchBrowser, show } from '../../helpers/browser.js';
import { everyMail, logo, mailOf, now, office, replaceTexts } from '../../helpers/mails.js';

const widths = [375, 600, 1200];
const height = 800;
const longWords = ['Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe '.repeat(8), 'Żółw'.repeat(100)];

let browser: Browser;
let page: Page;
beforeAll(async () => {
  if (chromiumPath === '') return;
  browser = await launchBrowser();
  page = await browser.newPage();
}, 180_000);
afterAll(async () => {
  if (chromiumPath !== '') await browser.close();
});

describe.skipIf(chromiumPath === '').each(everyMail)('%s in %s', (kind, locale) => {
  it('fits every width, loads nothing and has no axe violation, in light and dark mode', async () => {
    const { html } = mailOf(kind, undefined, locale, {
      recipientName: 'Anna Nowak',
      office: { ...office, logo, signature: 'Biuro\nul. Polna 3' },
    });
    const requests = await show(page, inlineLogo(html, logo));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of widths) {
        await page.setViewportSize({ width, height });
        expect(await findVisibleFaults(page), `${colorScheme}, ${width}px`).toEqual([]);
      }
      const { violations, passes } = await accessibility(page);
      expect(violations, colorScheme).toEqual([]);
      expect(passes).toContain('color-contrast');
    }
    expect(requests).toEqual([]);
  });

  it.each(longWords)('fits long names and unbreakable words', async (hostile) => {
    await page.setViewportSize({ width: widths[0]!, height });
    await show(
      page,
      mailOf(kind, replaceTexts(kinds[kind].sample(now), hostile) as object, locale, { recipientName: hostile }).html,
    );
    expect(await findVisibleFaults(page)).toEqual([]);
  });
});

it.skipIf(chromiumPath === '')('The whole button is a link, in light and dark mode', async () => {
  const page = await browser.newPage({ viewport: { width: 600, height } });
  await show(page, mailOf('user-activity', undefined, 'pl', { recipientName: 'Anna Nowak' }).html);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { x, y, width, height: tall } = (await page.locator('.button-cell').boundingBox())!;
    expect(width).toBeGreaterThan(150);
    expect(tall).toBeGreaterThan(35);
    for (const [left, top] of [
      [x + 1, y + 1],
      [x + width - 1, y + 1],
      [x + 1, y + tall - 1],
      [x + width - 1, y + tall - 1],
      [x + width / 2, y + tall / 2],
    ])
      expect(await page.evaluate(`document.elementFromPoint(${left}, ${top}).tagName`), `${left}, ${top}`).toBe('A');
  }
  await page.close();
});
