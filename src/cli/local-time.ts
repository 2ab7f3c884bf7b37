import { DateTime } from 'luxon';

/** `24.11.2026 06:00`, in the office's time. @param instant ISO 8601 */
export function formatLocalTime(instant: string, zone: string): string {
  return DateTime.fromISO(instant, { zone }).toFormat('dd.MM.yyyy HH:mm');
}
