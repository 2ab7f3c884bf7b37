import type { Dialect } from '../../database/index.js';

/** SQL: the columns of an absence whose change is mailed, as one text, compared byte for byte. */
export function fingerprint(alias: string, { binary }: Dialect): string {
  return `CONCAT(${binary(`${alias}.person`)}, '|', ${alias}.client_id, '|', ${binary(`${alias}.absence_type`)}, '|',
    CAST(${alias}.date_from AS nvarchar(10)), '|', CAST(${alias}.date_to AS nvarchar(10)))`;
}
