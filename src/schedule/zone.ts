import { Settings, SystemZone, type Zone } from 'luxon';
import { isProcessTimeZone } from '../config/time-zone.js';

// Or luxon asks ICU for the system's language, with the first use of it; nothing here is put into words.
Settings.defaultLocale = 'en-US';

/** A time zone as luxon is best given it: the process's own costs least. */
export function zoneOf(zone: string): Zone | string {
  return isProcessTimeZone(zone) ? SystemZone.instance : zone;
}
