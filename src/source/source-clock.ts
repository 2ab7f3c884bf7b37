import { DateTime } from 'luxon';

/** Converts between points in time and the source's `…_at` columns, which may hold the office's local time. */
export interface SourceClock {
  /** Converts a query's bound. The column is not converted, so that its index serves. */
  readonly toSource: (instant: Date) => string;
  /** @returns ISO 8601, UTC */
  readonly fromSource: (value: string) => string;
}

export function sourceClock(clock: 'utc' | 'local', zone: string): SourceClock {
  if (clock === 'utc') {
    return {
      toSource: (instant) => instant.toISOString(),
      fromSource: (value) => (value.endsWith('Z') ? value : `${value}Z`),
    };
  }
  return {
    toSource: (instant) => DateTime.fromJSDate(instant, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS"),
    fromSource: (value) => DateTime.fromISO(value.replace(/Z$/, ''), { zone }).toUTC().toISO() ?? value,
  };
}
