import { describe, expect, test } from 'vitest';
import { hostLocale, localeAmong, formatMessage } from '../../src/messages/index.js';

describe("the host's language", () => {
  test.each([
    [{ LC_ALL: 'pl_PL.UTF-8', LANG: 'en_GB.UTF-8' }, 'pl'],
    [{ LC_ALL: '', LC_MESSAGES: 'pl_PL', LANG: 'en_GB' }, 'pl'],
    [{ LANG: 'pl' }, 'pl'],
    [{ LANG: 'pl.UTF-8' }, 'pl'],
    [{ LC_ALL: 'C', LANG: 'pl_PL.UTF-8' }, 'en'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'de_DE.UTF-8' }, 'en'],
    [{ LANG: 'plt_MG' }, 'en'],
  ])('%j: %s', (environment, locale) => {
    expect(hostLocale(environment)).toBe(locale);
  });

  test("without variables it is the system's", () => {
    expect(hostLocale({})).toBe(localeAmong(new Intl.DateTimeFormat().resolvedOptions().locale) ?? 'en');
  });
});

describe('a message', () => {
  test.each([
    [1, 'Wysłano 1 wiadomość'],
    [3, 'Wysłano 3 wiadomości'],
    [0, 'Wysłano 0 wiadomości'],
  ])("has its language's plurals: %i", (count, text) => {
    expect(formatMessage({ code: 'run.demo.sent', args: { count } }, 'pl')).toBe(text);
  });

  test('carries messages, and several as lines', () => {
    const issue = (setting: string) =>
      ({ code: 'config.issue', args: { setting, found: 'x', expected: 'y' } }) as const;
    expect(
      formatMessage(
        { code: 'errors.CONFIG_INVALID.text', args: { file: 'c.json', count: 2, issues: [issue('a'), issue('b')] } },
        'en',
      ),
    ).toBe('The configuration c.json has 2 errors:\n  a: found x, expected y\n  b: found x, expected y');
  });

  test('does not look into what it carries', () => {
    const reason = '550 {{host}} $t(run.dryRun) <b>&amp;</b> $1';
    expect(formatMessage({ code: 'errors.PICKUP_UNWRITABLE.text', args: { directory: '/x', reason } }, 'en')).toContain(
      reason,
    );
  });
});
