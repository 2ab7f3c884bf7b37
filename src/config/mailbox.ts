import type { ConfigIssue } from '../errors/index.js';
import type { RawAccount } from './account-schema.js';
import type { LoginConfig, MailboxConfig, SmtpConfig } from './config.js';
import { expectation } from './expected-text.js';
import type { Files } from './files.js';
import { oauth2Config } from './oauth2.js';
import { presets } from './presets.js';
import type { RawConfig } from './schema.js';

const defaultPorts = { tls: 465, starttls: 587, none: 25 } as const;
const defaultConnections = 3;

/** @param faults receives what only shows when accounts are seen together, and keys that cannot be read */
export function mailboxConfig({ mailbox, office }: RawConfig, files: Files, faults: ConfigIssue[]): MailboxConfig {
  const { from, fromName = office.name, replyTo, smtp, accounts, pickupDirectory } = mailbox;
  const common = { from, fromName, ...(replyTo === undefined ? {} : { replyTo }) };
  if (pickupDirectory !== undefined)
    return { ...common, transport: { type: 'pickup', directory: files.path(pickupDirectory) } };
  const list =
    smtp === undefined
      ? accounts!.map((account, index) => smtpConfig(`mailbox.accounts[${index}]`, account, from, files, faults))
      : [smtpConfig('mailbox.smtp', smtp, from, files, faults)];
  for (const [index, { name }] of list.entries()) {
    if (list.findIndex((other) => other.name === name) < index) {
      faults.push({
        path: `mailbox.accounts[${index}].name`,
        found: JSON.stringify(name),
        expected: expectation('uniqueName'),
      });
    }
  }
  return { ...common, transport: { type: 'smtp', accounts: list } };
}

function smtpConfig(
  setting: string,
  raw: RawAccount,
  mailboxFrom: string,
  files: Files,
  faults: ConfigIssue[],
): SmtpConfig {
  const preset = raw.preset === undefined ? undefined : presets[raw.preset];
  // The schema has seen to it that one of the two gives them.
  const host = raw.host ?? preset!.host!;
  const security = raw.security ?? preset!.security;
  const port = raw.port ?? (raw.security === undefined ? preset!.port : defaultPorts[raw.security]);
  const messagesPerMinute = raw.messagesPerMinute ?? preset?.messagesPerMinute?.value;
  const messagesPerDay = raw.messagesPerDay ?? preset?.messagesPerDay?.value;
  const maxMessageSize = raw.maxMessageSize === undefined ? preset?.maxMessageSize?.value : bytes(raw.maxMessageSize);
  return {
    name: raw.name ?? `${raw.user === undefined ? '' : `${raw.user}@`}${host}:${port}`,
    host,
    port,
    security,
    ...(raw.user === undefined ? {} : { login: loginConfig(setting, raw, raw.user, files, faults) }),
    from: raw.from ?? mailboxFrom,
    connections: raw.connections ?? preset?.connections?.value ?? defaultConnections,
    ...(messagesPerMinute === undefined ? {} : { messagesPerMinute }),
    ...(messagesPerDay === undefined ? {} : { messagesPerDay }),
    ...(maxMessageSize === undefined ? {} : { maxMessageSize }),
    ...(raw.caFile === undefined ? {} : { ca: files.read(`${setting}.caFile`, raw.caFile) }),
  };
}

function loginConfig(
  setting: string,
  { password, oauth2 }: RawAccount,
  user: string,
  files: Files,
  faults: ConfigIssue[],
): LoginConfig {
  return password === undefined
    ? { user, oauth2: oauth2Config(`${setting}.oauth2`, oauth2!, files, faults) }
    : { user, password: files.secret(`${setting}.password`, password) };
}

function bytes(size: string): number {
  return Number.parseInt(size, 10) * (size.endsWith('MB') ? 1024 * 1024 : 1024);
}
