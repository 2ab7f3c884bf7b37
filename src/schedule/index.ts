export { deadline, endInTime, type Deadline } from './deadline.js';
export * from './local-time.js';
export { openHours, type ClosedReason, type OpenHours } from './open-hours.js';
export { referenceDay, referenceDayRules, type ReferenceDayRule } from './reference-day.js';
export { sendingHoursOf, type SendingHours } from './sending-hours.js';
export { currentSlot, postponedSlot, nextSlotOrMidnight } from './slots.js';
export { isWorkingDay, polishHolidays, type IsHoliday } from './working-days.js';
