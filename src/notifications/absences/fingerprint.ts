/** SQL: everything about an absence whose change is worth a mail. */
export function fingerprint(alias: string): string {
  return `CONCAT(${alias}.person, '|', ${alias}.client_id, '|', ${alias}.absence_type, '|',
    CAST(${alias}.date_from AS nvarchar(10)), '|', CAST(${alias}.date_to AS nvarchar(10)))`;
}
