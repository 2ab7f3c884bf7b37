import { describe, expect, test } from 'vitest';
import { harmlessTypes, nameableTypes } from '../../src/notifications/absences/named-types.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

/** Common names of absences that say something about health. */
const health = [
  'Choroba',
  'Zwolnienie lekarskie',
  'Zwolnienie chorobowe',
  'Ciąża',
  'Wypadek przy pracy',
  'Wypadek w drodze do pracy',
  'Zasiłek chorobowy',
  'Zasiłek opiekuńczy',
  'Zwolnienie opiekuńcze',
  'ZUS ZLA',
  'L4',
  'Rehabilitacja',
  'Świadczenie rehabilitacyjne',
  'Szpital',
  'Niezdolność do pracy',
  'Kwarantanna',
  'Urlop macierzyński',
  'Urlop dla poratowania zdrowia',
  'Badania lekarskie',
  'Oddanie krwi',
];

test.each(health)('%s is not named by default', (type) => {
  const isNameable = nameableTypes(harmlessTypes, []);
  for (const spelled of [type, type.toUpperCase(), ` ${type} - urlop wypoczynkowy`])
    expect(isNameable(spelled)).toBe(false);
});

test.each([
  'Urlop wypoczynkowy',
  'URLOP NA ZADANIE',
  'urlop okolicznościowy',
  'Opieka nad dzieckiem (art. 188 KP)',
  'Delegacja',
  'Praca zdalna',
  'Szkolenie',
])('%s is named by default', (type) => {
  expect(nameableTypes(harmlessTypes, [])(type)).toBe(true);
});

describe.skipIf(onSqlServer)('Absence types in mails', () => {
  async function mailed(settings: object, ...types: readonly (string | null)[]): Promise<string> {
    const office = new TestOffice({ absences: { recipients: ['szef@biuro.example'], ...settings } });
    try {
      await office.run(winter('11-24 07:00'));
      for (const [index, type] of types.entries())
        office.absence(`Osoba ${index}`, '2026-11-24', '2026-11-27', { absence_type: type });
      const [mail] = await office.runAndRead(winter('11-24 08:00'));
      return `${mail!.subject} ${mail!.text} ${mail!.html}`;
    } finally {
      office.close();
    }
  }

  test('No type of sickness is anywhere in a mail, and it reads like an unknown one', async () => {
    const mail = await mailed({}, ...health, null, 'Konferencja', 'Delegacja');
    for (const type of health) expect(mail).not.toContain(type);
    expect(mail).not.toContain('Konferencja');
    expect(mail).toContain('Delegacja, 4 dni robocze');
    expect(mail.match(/ {4}nieobecność, 4 dni robocze/g)).toHaveLength(health.length + 2);
  });

  test('An office names more types, or fewer', async () => {
    const more = await mailed({ namedTypes: ['Urlop *', 'Konferencja'] }, 'Konferencja', 'Urlop ojcowski', 'Delegacja');
    expect(more).toContain('Konferencja, 4 dni');
    expect(more).toContain('Urlop ojcowski, 4 dni');
    expect(more).not.toContain('Delegacja');
    const fewer = await mailed({ sensitiveTypes: ['*okoliczn*'] }, 'Urlop okolicznościowy', 'Delegacja');
    expect(fewer).not.toContain('okolicznościowy');
    expect(fewer).toContain('Delegacja, 4 dni');
  });

  test('A change from a named type to another tells neither a false reason nor the new type', async () => {
    const office = new TestOffice({ absences: { recipients: ['szef@biuro.example'] } });
    try {
      office.absence('Tomasz Lis', '2026-11-26', '2026-11-27', { absence_type: 'Ciąża' });
      await office.run(winter('11-24 07:00'));
      office.change("UPDATE source_absences SET absence_type = 'Szpital'");
      const [mail] = await office.runAndRead(winter('11-24 08:00'));
      expect(mail!.text).toContain('zmieniona\n    nieobecność, 2 dni robocze, wraca pon. 30.11\n    zmieniono dane');
      expect(mail!.text).not.toMatch(/Ciąża|Szpital/);
    } finally {
      office.close();
    }
  });
});
