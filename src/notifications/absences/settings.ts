import { z } from 'zod';
import { addressedKindSettings, text, type KindConfigOf } from '../../config/index.js';
import { harmlessTypes } from './named-types.js';

const patterns = z.array(text);

export const absencesSettings = addressedKindSettings.extend({
  detail: z.enum(['type', 'dates', 'count']).default('type').describe('how much of an absence a mail tells'),
  namedTypes: patterns
    .default(harmlessTypes)
    .describe('absence types that mails name; every other reads "absence"; * stands for anything'),
  sensitiveTypes: patterns
    .default([])
    .describe('absence types that are never named, even if namedTypes matches them; * stands for anything'),
});

export type AbsencesConfig = KindConfigOf<typeof absencesSettings>;
