/** SQL of numbers from 0 to `count` - 1, as column `n`. */
const numbersSql = (count: string) =>
  `WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${count})`;

const pickSql = (words: readonly string[], by: string) =>
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

/** Statements that add `:guardians` users, each the guardian of one client in all roles. Ids start at 0. */
export const guardians = [
  `INSERT INTO source_users ${numbersSql(':guardians')}
   SELECT n, ${pickSql(names, 'n')} || ' ' || ${pickSql(surnames, 'n')}, 'osoba' || n || '@klos.example', 0, 'pl' FROM numbers`,
  `INSERT INTO source_clients ${numbersSql(':guardians')}
   SELECT n, ${pickSql(firms, 'n')} || ' ' || ${pickSql(surnames, 'n + 3')} || ' – ' || ${pickSql(towns, 'n')} || ' sp. z o.o.', printf('%010d', 5260000000 + n) FROM numbers`,
  `INSERT INTO source_guardians ${numbersSql(':guardians')}
   SELECT n, n, role FROM numbers, (SELECT 'client' AS role UNION ALL SELECT 'accounting' UNION ALL SELECT 'hr')`,
];

/** SQL of a time: `:daysAgo` days before now plus `spanDays` days in proportion to `n` of `:events`. */
const timeSql = (spanDays: string) =>
  `strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (- :daysAgo + ${spanDays} * n * 1.0 / :events) || ' days')`;

/**
 * Statements that add `:events` activities in the panel, with ids from `:firstId`, distributed evenly to `:guardians`
 * clients. They start `:daysAgo` days ago and last `spanDays` days.
 */
export const activities = (spanDays = '0.9') => [
  `INSERT INTO source_panel_activities ${numbersSql(':events')}
   SELECT :firstId + n, ${timeSql(spanDays)}, n % :guardians, 'accounting',
     ${pickSql(['dodanie faktury sprzedaży', 'wysłanie skanów faktur', 'pobranie dokumentu', 'wysłanie wyciągu bankowego'], 'n / :guardians')},
     ${pickSql(names, 'n / 3')} || ' ' || ${pickSql(surnames, 'n')}, 'FV/' || (n % 997) || '/11/2026 – zakup materiałów biurowych' FROM numbers`,
];

/** Statements that add `:events` audits with four findings each, with ids from `:firstId`. */
export const audits = [
  `INSERT INTO source_audits ${numbersSql(':events')}
   SELECT :firstId + n, ${timeSql('0.9')}, n % :guardians, '2026-10', ${pickSql(names, 'n')} || ' ' || ${pickSql(surnames, 'n + 1')}, 3, 9,
     'https://klos.mobevo.example/audyty/' || n FROM numbers`,
  `INSERT INTO source_audit_findings ${numbersSql(':events')}
   SELECT :firstId + n, 'VAT-' || f, ${pickSql(['Faktura bez numeru NIP nabywcy', 'Różnica między rejestrem VAT a księgą', 'Brak daty sprzedaży na fakturze', 'Zdublowany numer dokumentu'], 'f')},
     CASE WHEN f = 0 THEN 'error' ELSE 'warning' END, 3 FROM numbers, (SELECT 0 AS f UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)`,
];

/** Statements that add `:events` deliveries of documents, with ids from `:firstId`. */
export const deliveries = [
  `INSERT INTO source_document_deliveries ${numbersSql(':events')}
   SELECT :firstId + n, ${timeSql('0.9')}, n % :guardians, '2026-10', date('now', '-1 day'), ${pickSql(names, 'n + 2')} || ' ' || ${pickSql(surnames, 'n + 2')},
     ${pickSql(names, 'n')} || ' ' || ${pickSql(surnames, 'n')}, 'faktury zakupu, wyciąg bankowy, umowy', n % 40 + 1,
     'Komplet za październik; brakuje dwóch faktur za energię, klient dośle je do piątku.' FROM numbers`,
];
