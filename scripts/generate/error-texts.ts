import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode, Locale } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';

/** What the catalogue says about an error; arguments stay visible as `{name}`. */
export interface ErrorTexts {
  readonly text: string;
  readonly hint: string;
  readonly explanation: string;
}

type Entry = Readonly<Record<string, string>>;

/** The texts of every error in a language. A text with plural forms is shown in that of most numbers. */
export function errorTexts(locale: Locale): (code: ErrorCode) => ErrorTexts {
  const { errors } = JSON.parse(readFileSync(join(packageRoot, 'locales', `${locale}.json`), 'utf8')) as {
    errors: Readonly<Record<ErrorCode, Entry>>;
  };
  return (code) => {
    const shown = (key: string) => (errors[code][key] ?? '').replace(/\{\{(\w+)\}\}/g, '{$1}');
    return { text: shown('text') || shown('text_other'), hint: shown('hint'), explanation: shown('explanation') };
  };
}
