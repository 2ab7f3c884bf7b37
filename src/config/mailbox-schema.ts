import { z } from 'zod';
import { accountSchema } from './account-schema.js';
import { addIssue, expectedError } from './expected-text.js';
import { email, senderEmail, text } from './fields.js';
import type { FileFields } from './files.js';

/** Schema of `mailbox`: the sender, and either accounts at mail servers or a pickup folder. */
export function mailboxSchema(fields: FileFields) {
  return z
    .strictObject({
      from: senderEmail.describe("the sender's address"),
      fromName: text.exactOptional().describe("the sender's name; default office.name"),
      replyTo: email.exactOptional().describe('address for replies'),
      redirectTo: email
        .exactOptional()
        .describe('for a trial: every mail goes to this address, with the true recipient in subject and header'),
      smtp: accountSchema(fields).exactOptional().describe('a single account'),
      accounts: z
        .array(accountSchema(fields))
        .min(1)
        .max(20)
        .exactOptional()
        .describe('several accounts: the next takes over when one is down or over its quota'),
      pickupDirectory: fields.path.exactOptional().describe('folder for .eml files, instead of an account'),
    })
    .refine(
      ({ smtp, accounts, pickupDirectory }) =>
        [smtp, accounts, pickupDirectory].filter((way) => way !== undefined).length === 1,
      { path: ['smtp'], ...expectedError('way') },
    )
    .transform(({ smtp, accounts, pickupDirectory: directory, ...common }, context) => {
      if (directory !== undefined) return { ...common, transport: { type: 'pickup' as const, directory } };
      const list = smtp === undefined ? accounts! : [smtp];
      checkUniqueNames(list, context);
      return {
        ...common,
        transport: {
          type: 'smtp' as const,
          /** In order of preference; at least one. */
          accounts: list.map((one) => ({ ...one, from: one.from ?? common.from })),
        },
      };
    })
    .meta({ oneOf: ['smtp', 'accounts', 'pickupDirectory'].map((way) => ({ required: [way] })) });
}

/** Names must be unique, because the quota counters are stored by name. */
function checkUniqueNames(accounts: readonly { readonly name: string }[], context: z.RefinementCtx): void {
  for (const [index, { name }] of accounts.entries()) {
    if (accounts.findIndex((other) => other.name === name) < index) {
      addIssue(context, expectedError('uniqueName').error, { found: JSON.stringify(name) }, [
        'accounts',
        index,
        'name',
      ]);
    }
  }
}
