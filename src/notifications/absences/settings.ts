import { z } from 'zod';
import { addressedKindSettings, type KindConfigOf } from '../../config/index.js';

export const absencesSettings = addressedKindSettings.extend({
  detail: z.enum(['type', 'dates', 'count']).default('type').describe('how much of an absence a mail tells'),
  sensitiveTypes: z
    .array(z.string().trim().min(1))
    .default(['Zwolnienie chorobowe*', 'Zwolnienie lekarskie*', 'Choroba*', 'L4*', 'Opieka*', 'Rehabilitacja*'])
    .describe('absence types shown only as "absence"; * stands for anything'),
});

export type AbsencesConfig = KindConfigOf<typeof absencesSettings>;
