import type { DdlTypes } from '../database.js';

/** What runs on all hosts share of the mail accounts, and when the last alert went to an administrator. */
export function accountTables({ time, date, key, clustered, options }: DdlTypes): string[] {
  return [
    `CREATE TABLE {mail_accounts} (
      account ${key(400)} NOT NULL PRIMARY KEY,
      worked_at ${time}
    )`,
    `CREATE TABLE {account_usage} (
      account ${key(400)} NOT NULL,
      span ${key(10)} NOT NULL,
      started_at ${time} NOT NULL,
      messages int NOT NULL,
      PRIMARY KEY (account, span, started_at)
    ) ${clustered}`,
    `CREATE TABLE {account_connections} (
      account ${key(400)} NOT NULL,
      position int NOT NULL,
      lease_owner ${key(80)} NOT NULL,
      lease_until ${time} NOT NULL,
      PRIMARY KEY (account, position)
    ) ${clustered}`,
    `CREATE TABLE {alerts} (
      day ${date} NOT NULL PRIMARY KEY,
      sent_at ${time} NOT NULL
    )`,
    ...['mail_accounts', 'account_usage', 'account_connections', 'alerts'].flatMap(options),
  ];
}
