import type english from '../../locales/en.json';
import type polish from '../../locales/pl.json';
import type helpEnglish from '../../locales/help/en.json';
import type helpPolish from '../../locales/help/pl.json';

type Plural<Key extends string> = Key extends `${infer Stem}_${'zero' | 'one' | 'few' | 'many' | 'other'}` ? Stem : Key;
type Paths<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string ? Plural<Key> : `${Key}.${Paths<Texts[Key]>}`;
}[keyof Texts & string];

/** Path of a text that both catalogues in `locales` have, without the suffix of its plural forms. */
export type MessageCode = Paths<typeof english> & Paths<typeof polish>;

/** Path of a text of `--help`, in `locales/help`. */
export type HelpCode = Paths<typeof helpEnglish> & Paths<typeof helpPolish>;

/** Code of an error: a group of `errors` in the catalogues, with a `text`, a `hint` and an `explanation`. */
export type ErrorCode = keyof (typeof english)['errors'];

/**
 * An argument may be a point in time, which people see in the office's time, a message, or several, which are shown as
 * lines.
 */
export type MessageArgument = string | number | Date | Message | readonly Message[];
export type MessageArguments = Readonly<Record<string, MessageArgument>>;

/** A text for users as data, before it is formatted in a language. */
export interface Message {
  readonly code: MessageCode;
  readonly args?: MessageArguments;
}
