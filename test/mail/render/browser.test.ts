import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inlineLogo } from '../../../src/mail/index.js';
import { kinds } from '../../../src/notifications/index.js';
import { accessibility, chromiumPath, faultsSeen, launchBrowser, show } from '../../helpers/browser.js';
import { everyMail, logo, mailOf, now, office, soil } from '../../helpers/mails.js';

const widths = [375, 600, 1200];
const height = 800;
const longWords = ['Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe '.repeat(8), 'Żółw'.repeat(100)];

let browser: Browser;
beforeAll(async () => {
  if (chromiumPath !== '') browser = await launchBrowser();
}, 180_000);
afterAll(async () => {
  if (chromiumPath !== '') await browser.close();
});

describe.skipIf(chromiumPath === '').each(everyMail)('%s in %s', (kind, locale) => {
  it('fits every width and loads nothing, light and dark, and axe finds nothing', async () => {
    const page = await browser.newPage();
    const { html } = mailOf(kind, undefined, locale, {
      recipientName: 'Anna Nowak',
      office: { ...office, logo, signature: 'Biuro\nul. Polna 3' },
    });
    const asked = await show(page, inlineLogo(html, logo));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of widths) {
        await page.setViewportSize({ width, height });
        expect(await faultsSeen(page), `${colorScheme}, ${width}px`).toEqual([]);
      }
      const { broken, kept } = await accessibility(page);
      expect(broken, colorScheme).toEqual([]);
      expect(kept).toContain('color-contrast');
    }
    expect(asked).toEqual([]);
    await page.close();
  });

  it.each(longWords)('holds names of any length, and words without a break', async (hostile) => {
    const page = await browser.newPage({ viewport: { width: 375, height } });
    await show(
      page,
      mailOf(kind, soil(kinds[kind].sample(now), hostile) as object, locale, { recipientName: hostile }).html,
    );
    expect(await faultsSeen(page)).toEqual([]);
    await page.close();
  });
});
