/** The seven notifications of Mobevo; the order is that of its help article and of every report. */
export const kindIds = [
  'audit-completed',
  'documents-delivered',
  'user-activity',
  'office-activity',
  'client-activity-hr',
  'client-activity-accounting',
  'absences',
] as const;

export type KindId = (typeof kindIds)[number];
