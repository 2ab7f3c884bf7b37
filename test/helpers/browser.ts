import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { root } from './command.js';

/** Path of Chromium; empty if there is none. */
export const chromiumPath = inject('chromium');

const visibleFaultsScript = readFileSync(join(root, 'test', 'helpers', 'visible-faults.js'), 'utf8');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** Shows other HTML in a page. @returns a live list of the addresses that it requests */
export async function show(page: Page, html: string): Promise<readonly string[]> {
  const requests: string[] = [];
  page.removeAllListeners('request');
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) requests.push(request.url());
  });
  await page.setContent(html);
  return requests;
}

export function findVisibleFaults(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(visibleFaultsScript);
}

/** Runs axe. @returns the violated rules with the elements that violate them, and the rules that pass */
export async function accessibility(page: Page): Promise<{ violations: string[]; passes: string[] }> {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate<AxeResults>('axe.run()');
  return {
    violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    passes: passes.map(({ id }) => id),
  };
}
