import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode, Locale } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';

/** The catalogue's texts about an error. Arguments are shown as `{name}`. */
export interface ErrorTexts {
  readonly text: string;
  readonly hint: string;
  readonly explanation: string;
}

type Entry = Readonly<Record<string, string>>;

/** Returns the texts of an error in a language. Of a text with plural forms, the form `other` is used. */
export function errorTexts(locale: Locale): (code: ErrorCode) => ErrorTexts {
  const { errors } = JSON.parse(readFileSync(join(packageRoot, 'locales', `${locale}.json`), 'utf8')) as {
    errors: Readonly<Record<ErrorCode, Entry>>;
  };
  return (code) => {
    const shown = (key: string) => (errors[code][key] ?? '').replace(/\{\{(\w+)\}\}/g, '{$1}');
    return { text: shown('text') || shown('text_other'), hint: shown('hint'), explanation: shown('explanation') };
  };
}
