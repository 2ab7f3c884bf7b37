import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { root } from './command.js';

/** Path of Chromium; empty where there is none, which the script then told. */
export const chromiumPath = inject('chromium');

const visibleFaults = readFileSync(join(root, 'test', 'helpers', 'visible-faults.js'), 'utf8');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** Shows a page. @returns the addresses it asks the net for, as they come in */
export async function show(page: Page, html: string): Promise<readonly string[]> {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) asked.push(request.url());
  });
  await page.setContent(html);
  return asked;
}

export function faultsSeen(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(visibleFaults);
}

/** @returns the rules of axe that a page breaks, with what breaks them, and those it keeps */
export async function accessibility(page: Page): Promise<{ broken: string[]; kept: string[] }> {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate<AxeResults>('axe.run()');
  return {
    broken: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    kept: passes.map(({ id }) => id),
  };
}
