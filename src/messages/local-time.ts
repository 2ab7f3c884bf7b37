/** `24.11.2026 06:00`, in the office's time. */
export function formatLocalTime(instant: Date, timeZone: string): string {
  const digits = { day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat('pl-PL', { ...digits, year: 'numeric', hourCycle: 'h23', timeZone })
    .format(instant)
    .replace(',', '');
}
