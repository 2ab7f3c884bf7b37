import { SystemZone, type Zone } from 'luxon';

/** A time zone as luxon is best given it: the process's own costs least. */
export function zoneOf(zone: string): Zone | string {
  return zone === process.env['TZ'] ? SystemZone.instance : zone;
}
