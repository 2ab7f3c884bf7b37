// The office of the samples that scripts show and score, and their time.

export const now = new Date('2026-11-24T13:20:00Z');

export const office = {
  name: 'Biuro Rachunkowe Kłos',
  panelUrl: 'https://klos.mobevo.pl',
  timeZone: 'Europe/Warsaw',
  accentColor: '#1f5fa8',
};
