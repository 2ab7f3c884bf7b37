import { z } from 'zod';
import { omitUndefined } from '../omit-undefined.js';
import { expectedError } from './expected-text.js';
import { sqlServerName, text } from './fields.js';
import type { FileFields } from './files.js';

/** Schema of `database`: where the office's views and the tool's own tables are. */
export function databaseSchema({ path, certificates, secret }: FileFields) {
  const sqlserverFields = z.strictObject({
    server: sqlServerName.describe('HOST, HOST\\INSTANCE or HOST,PORT'),
    database: text.describe('name of the database'),
    user: text.exactOptional().describe('login'),
    password: secret.exactOptional(),
    domain: text.exactOptional().describe('Windows domain of the user (NTLM)'),
    encrypt: z
      .union([z.boolean(), z.literal('strict')], expectedError('encrypt'))
      .default(true)
      .describe('"strict": TLS from the first byte (TDS 8.0, SQL Server 2022)'),
    trustServerCertificate: z.boolean().default(false).describe("do not check the server's certificate"),
  });
  const client = <Client extends string>(name: Client) => z.literal(name).describe('kind of database');
  return z.discriminatedUnion('client', [
    z.strictObject({ client: client('sqlite'), file: path.describe('path of the database file') }),
    z
      .strictObject({
        client: client('sqlserver'),
        connection: z
          .union([secret, sqlserverFields], expectedError('connection'))
          .describe('an ADO.NET connection string, or its fields'),
        caFile: certificates.exactOptional().describe('PEM file of a private certificate authority'),
        schema: z
          .string()
          .regex(/^[A-Za-z_]\w{0,127}$/, expectedError('schemaName'))
          .default('mobevo_notify')
          .describe("schema of the views and of the tool's tables"),
      })
      .transform(({ caFile, ...settings }) => ({ ...settings, ...omitUndefined({ ca: caFile }) })),
  ]);
}
