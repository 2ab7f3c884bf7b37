import type english from '../../locales/en.json';
import type polish from '../../locales/pl.json';
import type helpEnglish from '../../locales/help/en.json';
import type helpPolish from '../../locales/help/pl.json';

type Plural<Key extends string> = Key extends `${infer Stem}_${'zero' | 'one' | 'few' | 'many' | 'other'}` ? Stem : Key;
type Paths<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string ? Plural<Key> : `${Key}.${Paths<Texts[Key]>}`;
}[keyof Texts & string];

/** Path of a text that both catalogues in `locales` have, without the ending of its plural forms. */
export type MessageCode = Paths<typeof english> & Paths<typeof polish>;

/** Path of a text of `--help`, in `locales/help`. */
export type HelpCode = Paths<typeof helpEnglish> & Paths<typeof helpPolish>;

/** What a failure is called: a group of `errors` in the catalogues, with a `text` and a `hint`. */
export type ErrorCode = keyof (typeof english)['errors'];

/** A message may carry others; several of them are lines. */
export type MessageArgument = string | number | Message | readonly Message[];
export type MessageArguments = Readonly<Record<string, MessageArgument>>;

/** Something to tell people, before it is put into words. */
export interface Message {
  readonly code: MessageCode;
  readonly args?: MessageArguments;
}
