/** Known to be written as the process wants it, without asking ICU. */
const usual = 'Europe/Warsaw';
/** An area and a place: other names of zones mean something else to the process. */
const place = /^[A-Z]\w+\/[\w/]+$/;

let adopted: string | undefined;

/**
 * Makes the office's time zone the process's own. V8 has that one at hand; for any other, ICU's formatters are asked,
 * whose first use takes 20 ms. A thread takes the process's, which is adopted before it begins.
 */
export function setProcessTimeZone(zone: string): void {
  // `Intl` takes a name in any case; to the process one in another case is UTC.
  const name = zone === usual ? zone : new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  if (!place.test(name)) return;
  process.env['TZ'] = name;
  adopted = zone;
}

/** Whether local times of `Date` are those of the zone. */
export function isProcessTimeZone(zone: string): boolean {
  return zone === adopted;
}
