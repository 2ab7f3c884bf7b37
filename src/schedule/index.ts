export * from './local-time.js';
export { referenceDay } from './reference-day.js';
export { currentSlot } from './slots.js';
export { isWorkingDay, polishHolidays, previousWorkingDay } from './working-days.js';
