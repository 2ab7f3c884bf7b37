/** Something that happened in the office at a moment. */
export interface Event {
  readonly at: Date;
}

export type Numbered<T> = T & { readonly id: number };

/** Numbers events in order of time and removes those after `now`. */
export function numberEvents<T extends Event>(events: readonly T[], now: Date, firstId: number): Numbered<T>[] {
  return events
    .filter(({ at }) => at <= now)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map((event, index) => ({ ...event, id: firstId + index }));
}
