// Takes the pictures of docs/gallery: every kind on a desktop, on a phone, and dark. Needs Chromium.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { loadTemplates, render, wordsOf } from '../dist/src/mail/index.js';
import { kindIds, kinds } from '../dist/src/notifications/index.js';
import { findChromium } from './chromium.js';

const now = new Date('2026-11-24T13:20:00Z');
const office = {
  name: 'Biuro Rachunkowe Kłos',
  panelUrl: 'https://klos.mobevo.pl',
  timeZone: 'Europe/Warsaw',
  accentColor: '#1f5fa8',
};
const views = [
  { width: 680, colorScheme: 'light' },
  { width: 375, colorScheme: 'light' },
  { width: 375, colorScheme: 'dark' },
];
const gap = 24;
const folder = fileURLToPath(new URL('../docs/gallery/', import.meta.url));

async function picture(browser, html, { width, colorScheme }) {
  const page = await browser.newPage({ viewport: { width, height: 200 }, colorScheme });
  await page.setContent(html);
  const input = await page.screenshot({ fullPage: true });
  await page.close();
  return { input, width, height: (await sharp(input).metadata()).height };
}

/** Puts pictures side by side, in few colours: a third of the bytes. */
async function sideBySide(pictures) {
  const width = pictures.reduce((sum, one) => sum + one.width + gap, gap);
  const height = Math.max(...pictures.map((one) => one.height)) + 2 * gap;
  let left = gap;
  const placed = pictures.map((one) => {
    const place = { input: one.input, left, top: gap };
    left += one.width + gap;
    return place;
  });
  return sharp({ create: { width, height, channels: 3, background: '#c3cad1' } })
    .composite(placed)
    .png({ palette: true, colours: 64, effort: 10 })
    .toBuffer();
}

const executablePath = findChromium();
if (executablePath !== undefined) {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const templates = loadTemplates();
  mkdirSync(folder, { recursive: true });
  const entries = [];
  for (const kind of kindIds) {
    for (const locale of ['pl', 'en']) {
      const toAddress = kinds[kind].audience === 'addresses';
      const mail = render(templates, {
        kind,
        content: kinds[kind].sample(now),
        locale,
        office,
        recipientName: toAddress ? null : 'Anna Nowak',
      });
      const pictures = [];
      for (const view of views) pictures.push(await picture(browser, mail.html, view));
      const file = `${kind}.${locale}.png`;
      const bytes = await sideBySide(pictures);
      writeFileSync(`${folder}${file}`, bytes);
      if (locale === 'pl')
        entries.push(
          `## ${wordsOf('en')(`kinds.${kind}`)}\n\nSubject: ${mail.subject}\n\n![${kind} on a desktop, on a phone and dark](${file})\n\n[In English](${kind}.en.png)`,
        );
      console.log(`${file}: ${Math.round(bytes.length / 1000)} kB`);
    }
  }
  writeFileSync(
    `${folder}README.md`,
    `# The seven mails\n\nOn a desktop, on a phone, and in dark mode, with made-up content. Made by: npm run gallery\n\n${entries.join('\n\n')}\n`,
  );
  await browser.close();
}
