import Holidays from 'date-holidays';

/**
 * The days of a year that are public holidays in Poland. This is a file of its own so that the bundle loads the library
 * as CommonJS: as ES modules it takes some 110 ms of processor time more.
 */
export function polishCalendar(): (year: number) => string[] {
  const calendar = new Holidays('PL', { types: ['public'] });
  return (year) => calendar.getHolidays(year).map(({ date }) => date.slice(0, 10));
}
