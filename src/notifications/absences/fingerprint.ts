/** SQL: the columns of an absence whose change is mailed, as one text. */
export function fingerprint(alias: string): string {
  return `CONCAT(${alias}.person, '|', ${alias}.client_id, '|', ${alias}.absence_type, '|',
    CAST(${alias}.date_from AS nvarchar(10)), '|', CAST(${alias}.date_to AS nvarchar(10)))`;
}
