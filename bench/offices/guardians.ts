/** SQL of numbers from 0 to `count` - 1, as column `n`. */
const numbers = (count: string) =>
  `WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${count})`;

const pick = (words: readonly string[], by: string) =>
  `CASE ${by} % ${words.length} ${words.map((word, index) => `WHEN ${index} THEN '${word}'`).join(' ')} END`;

const names = ['Agnieszka', 'Łukasz', 'Małgorzata', 'Paweł', 'Żaneta', 'Grzegorz', 'Świętosława'];
const surnames = [
  'Wiśniewska',
  'Wójcik',
  'Kowalczyk',
  'Zieliński',
  'Dąbrowski',
  'Jabłońska',
  'Krzyżanowska',
  'Łuczak',
  'Śliwa',
];
const firms = [
  'Zakład Stolarski',
  'Piekarnia Rodzinna',
  'Usługi Księżycowe',
  'Hurtownia Żywności',
  'Gabinet Fizjoterapii',
];
const towns = ['Łódź', 'Kraków', 'Żywiec', 'Świdnica', 'Gdańsk', 'Rzeszów'];

/** Statements that add `:guardians` users with an address, each the guardian of one client in all roles. Ids start at 0. */
export const guardians = [
  `INSERT INTO source_users ${numbers(':guardians')}
   SELECT n, ${pick(names, 'n')} || ' ' || ${pick(surnames, 'n')}, 'osoba' || n || '@klos.example', 0, 'pl' FROM numbers`,
  `INSERT INTO source_clients ${numbers(':guardians')}
   SELECT n, ${pick(firms, 'n')} || ' ' || ${pick(surnames, 'n + 3')} || ' – ' || ${pick(towns, 'n')} || ' sp. z o.o.', printf('%010d', 5260000000 + n) FROM numbers`,
  `INSERT INTO source_guardians ${numbers(':guardians')}
   SELECT n, n, role FROM numbers, (SELECT 'client' AS role UNION ALL SELECT 'accounting' UNION ALL SELECT 'hr')`,
];

/** SQL of a time: `:daysAgo` days before now plus `spanDays` days in proportion to `n` of `:events`. */
const moment = (spanDays: string) =>
  `strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (- :daysAgo + ${spanDays} * n * 1.0 / :events) || ' days')`;

/**
 * Statements that add `:events` activities in the panel, with ids from `:firstId`, distributed evenly to `:guardians`
 * clients. They start `:daysAgo` days ago and last `spanDays` days.
 */
export const activities = (spanDays = '0.9') => [
  `INSERT INTO source_panel_activities ${numbers(':events')}
   SELECT :firstId + n, ${moment(spanDays)}, n % :guardians, 'accounting',
     ${pick(['dodanie faktury sprzedaży', 'wysłanie skanów faktur', 'pobranie dokumentu', 'wysłanie wyciągu bankowego'], 'n / :guardians')},
     ${pick(names, 'n / 3')} || ' ' || ${pick(surnames, 'n')}, 'FV/' || (n % 997) || '/11/2026 – zakup materiałów biurowych' FROM numbers`,
];

/** Statements that add `:events` audits with four findings each, with ids from `:firstId`. */
export const audits = [
  `INSERT INTO source_audits ${numbers(':events')}
   SELECT :firstId + n, ${moment('0.9')}, n % :guardians, '2026-10', ${pick(names, 'n')} || ' ' || ${pick(surnames, 'n + 1')}, 3, 9,
     'https://klos.mobevo.example/audyty/' || n FROM numbers`,
  `INSERT INTO source_audit_findings ${numbers(':events')}
   SELECT :firstId + n, 'VAT-' || f, ${pick(['Faktura bez numeru NIP nabywcy', 'Różnica między rejestrem VAT a księgą', 'Brak daty sprzedaży na fakturze', 'Zdublowany numer dokumentu'], 'f')},
     CASE WHEN f = 0 THEN 'error' ELSE 'warning' END, 3 FROM numbers, (SELECT 0 AS f UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)`,
];

/** Statements that add `:events` deliveries of documents, with ids from `:firstId`. */
export const deliveries = [
  `INSERT INTO source_document_deliveries ${numbers(':events')}
   SELECT :firstId + n, ${moment('0.9')}, n % :guardians, '2026-10', date('now', '-1 day'), ${pick(names, 'n + 2')} || ' ' || ${pick(surnames, 'n + 2')},
     ${pick(names, 'n')} || ' ' || ${pick(surnames, 'n')}, 'faktury zakupu, wyciąg bankowy, umowy', n % 40 + 1,
     'Komplet za październik; brakuje dwóch faktur za energię, klient dośle je do piątku.' FROM numbers`,
];
