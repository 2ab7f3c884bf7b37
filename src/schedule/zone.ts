import { SystemZone, type Zone } from 'luxon';
import { isOwnZone } from '../config/time-zone.js';

/** A time zone as luxon is best given it: the process's own costs least. */
export function zoneOf(zone: string): Zone | string {
  return isOwnZone(zone) ? SystemZone.instance : zone;
}
