import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkTemplates } from '../../src/inspect/check-templates.js';
import { formatMessage } from '../../src/messages/index.js';
import { TestOffice } from '../helpers/office.js';

let office: TestOffice;
beforeEach(() => {
  office = new TestOffice({ 'audit-completed': true }, { templatesDir: 'szablony' });
});
afterEach(() => {
  office.close();
});

function write(name: string, text: string): void {
  const file = join(office.directory, 'szablony', name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

/** The state and the text of each result, or its error. */
async function results(): Promise<string[]> {
  const found: string[] = [];
  for await (const result of checkTemplates(office.config))
    found.push(
      result.state === 'fault'
        ? `${result.error.code} ${result.error.message}`
        : `${result.state}: ${formatMessage(result.found, 'en')}`,
    );
  return found;
}

test('Files of templatesDir that no mail uses, and names that no mail has, are warnings with what may be meant', async () => {
  write(
    'audit-completed/subject.hbs',
    '{{office.name}}: {{#each clients}}{{client.name}} {{/each}}{{clientCount}} {{@locale}}',
  );
  write('partials/own.hbs', '{{own}}');
  write(
    'audit-completed/preheader.hbs',
    '{{> partials/own own=total}}{{#each clients as |one|}}{{one.client.name}}{{/each}}',
  );
  expect(await results()).toEqual(['ok: kinds rendered: 1']);
  write('audit-completd/subject.hbs', 'x');
  write('audit-completed/tekst.hbs', 'x');
  write('notatka.txt', 'x');
  write('audit-completed/subject.hbs', 'Audyt\n{{#if total}}{{clientCont}}{{client.nazwisko}}{{/if}}');
  expect(await results()).toEqual([
    [
      'warning: kinds rendered: 1; without effect in templatesDir:',
      '  audit-completd: no mail uses it (did you mean "audit-completed"?)',
      '  audit-completed/tekst.hbs: no mail uses it (did you mean "audit-completed/text.hbs"?)',
      '  notatka.txt: no mail uses it',
      '  audit-completed/subject.hbs, line 2: no mail has "clientCont", so nothing is shown (did you mean "clientCount"?)',
      '  audit-completed/subject.hbs, line 2: no mail has "nazwisko", so nothing is shown',
    ].join('\n'),
  ]);
});

test('Broken templates of a notification, the alert and the test message are all told, and so is a file without effect', async () => {
  for (const kind of ['audit-completed', 'alert', 'test-message']) write(`${kind}/subject.hbs`, '{{#if}');
  write('notatka.txt', 'x');
  const found = await results();
  expect(found.at(-1)).toBe(
    'warning: kinds rendered: 0; without effect in templatesDir:\n  notatka.txt: no mail uses it',
  );
  expect(found.slice(0, -1)).toEqual(
    ['audit-completed', 'alert', 'test-message'].map(
      (kind) => expect.stringMatching(`^TEMPLATE_BROKEN .*${kind}.subject.hbs`) as string,
    ),
  );
});
