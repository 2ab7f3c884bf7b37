const digits = { day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' } as const;

/** By time zone: to make one takes longer than to format a thousand times. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** `24.11.2026 06:00`, in the office's time. */
export function formatLocalTime(instant: Date, timeZone: string): string {
  // Another program may have written a text that is no time.
  if (Number.isNaN(instant.getTime())) return '?';
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('pl-PL', { ...digits, year: 'numeric', hourCycle: 'h23', timeZone });
  formats.set(timeZone, format);
  return format.format(instant).replace(',', '');
}
