/**
 * What each failure says to people: one line and a hint. `{{name}}` takes an argument of the error.
 * The key is the stable code that `--json` prints; its lower case is the anchor in docs/errors.md.
 */
export const catalogue = {
  CONFIG_NOT_FOUND: {
    text: 'No configuration found in {{directory}} or above.',
    hint: 'Write mobevo-notify.config.json (README.md shows one), name a file with --config, or try --demo.',
  },
  CONFIG_UNREADABLE: {
    text: 'The configuration {{file}} cannot be read: {{reason}}',
    hint: 'Check that the file exists, may be read by this account, and is valid JSON, YAML or JavaScript.',
  },
  CONFIG_INVALID: {
    text: 'The configuration {{file}} has {{count}} fault(s):\n{{faults}}',
    hint: 'Correct the lines above; docs/config.schema.json describes every setting.',
  },
  DATABASE_UNREACHABLE: {
    text: 'The database {{database}} cannot be reached: {{reason}}',
    hint: 'Nothing is lost: the next run goes on. Check that the server runs and the settings under "database" are right.',
  },
  DATABASE_BUSY: {
    text: 'The database {{database}} is busy: {{reason}}',
    hint: 'Nothing is lost: the next run goes on. If it stays so, look for a program that holds a lock.',
  },
  DATABASE_SETTINGS_INVALID: {
    text: 'The connection string of the database cannot be used: {{reason}}',
    hint: 'Write it as in: Server=HOST;Database=NAME;User Id=USER;Password=… (docs/sqlserver.md has more).',
  },
  DATABASE_NOT_LISTENING: {
    text: 'No SQL Server answers at {{database}}: {{reason}}',
    hint: 'Nothing is lost: the next run goes on. Switch TCP/IP on in SQL Server Configuration Manager (Express has it off), and open the port.',
  },
  DATABASE_INSTANCE_UNKNOWN: {
    text: 'The port of {{database}} is not known: {{reason}}',
    hint: 'Start the service SQL Server Browser and open UDP 1434, or write HOST,PORT in place of HOST\\INSTANCE.',
  },
  DATABASE_LOGIN_REFUSED: {
    text: 'SQL Server refuses the login to {{database}}: {{reason}}',
    hint: 'Check user and password, and that the server allows SQL logins (mixed mode) where one is used.',
  },
  DATABASE_CERTIFICATE_UNTRUSTED: {
    text: 'The certificate of {{database}} is not trusted: {{reason}}',
    hint: 'Name the authority\'s certificate as "database.caFile" and the server as its certificate does; TrustServerCertificate only inside a network you trust.',
  },
  DATABASE_NOT_ENCRYPTED: {
    text: 'The server of {{database}} offers no encryption; no login was sent.',
    hint: 'Give the server a certificate, or write Encrypt=false where nobody can listen between.',
  },
  DATABASE_MISSING: {
    text: 'The database {{database}} does not exist, or this login may not open it: {{reason}}',
    hint: 'Check the database\'s name, and that sql/sqlserver/grants.sql was run in it.',
  },
  DATABASE_DENIED: {
    text: 'The login has a right too few in {{database}}: {{reason}}',
    hint: 'Let a database administrator run sql/sqlserver/grants.sql.',
  },
  DATABASE_DRIVER_MISSING: {
    text: 'Signing in as the Windows account needs the package msnodesqlv8: {{reason}}',
    hint: 'Install it beside this program (npm install msnodesqlv8, Windows with an ODBC driver), or give user and password.',
  },
  SCHEMA_TOO_NEW: {
    text: 'The state tables are of version {{found}}, this program knows {{known}}.',
    hint: 'Another host runs a newer mobevo-notify on this database: upgrade this one.',
  },
  SCHEMA_NOT_ALLOWED: {
    text: 'The state tables need version {{wanted}} (found {{found}}), and the login may not create them: {{reason}}',
    hint: 'Let a database administrator run sql/sqlserver/state.sql, or grant this login the right for one run.',
  },
  SOURCE_CONTRACT_BROKEN: {
    text: 'The source contract is not met ({{count}}):\n{{faults}}',
    hint: 'Map the views as sql/ shows; the columns expected are listed there.',
  },
  TEMPLATE_BROKEN: {
    text: 'The template {{file}} does not compile: {{reason}}',
    hint: 'Correct the file, or remove it from "templatesDir" to use the built-in one.',
  },
  PICKUP_UNWRITABLE: {
    text: 'The pickup folder {{directory}} cannot be written: {{reason}}',
    hint: 'Nothing is lost: mails stay queued. Create the folder and let the account that runs this command write there.',
  },
  MAILBOX_UNREACHABLE: {
    text: 'The mail server {{host}}:{{port}} cannot be used ({{phase}}): {{reason}}',
    hint: 'Nothing is lost: mails stay queued. Check host, port and security with: mobevo-notify test-smtp',
  },
  MAILBOX_REFUSES_SENDER: {
    text: 'The mail server {{host}}:{{port}} refuses this sender ({{phase}}): {{reason}}',
    hint: 'Nothing is lost: mails stay queued. Check the right to send as "mailbox.from", and the account\'s limits.',
  },
  MAILBOX_LOGIN_REFUSED: {
    text: 'The mail server {{host}}:{{port}} refuses the login of {{user}}: {{reason}}',
    hint: 'Check user and password under "mailbox.smtp"; Microsoft 365 and Gmail refuse plain account passwords.',
  },
  MAILBOX_TOKEN_REFUSED: {
    text: 'No access token from {{server}}: {{reason}}',
    hint: 'Check "oauth2" of the account: the secret or refresh token may have expired, or the consent is missing (docs/accounts.md).',
  },
  MAILBOX_TOKEN_UNREACHABLE: {
    text: '{{server}} cannot be asked for an access token: {{reason}}',
    hint: 'Nothing is lost: mails stay queued. Check that this host may reach that address.',
  },
  UNKNOWN_KIND: {
    text: 'There is no notification kind "{{found}}"{{suggestion}}.',
    hint: 'The kinds are: {{kinds}}.',
  },
  BAD_DATE: {
    text: '--now "{{found}}" is no point in time.',
    hint: 'Write ISO 8601, as in 2026-11-24T06:00:00+01:00.',
  },
  BAD_DURATION: {
    text: '{{option}} "{{found}}" is no length of time.',
    hint: 'Write a number and minutes or hours, a day at most, as in "10 minutes".',
  },
  BAD_ADDRESS: {
    text: '{{option}} "{{found}}" is no e-mail address.',
    hint: 'Write one address, as in anna.nowak@biuro.example.',
  },
  BAD_MESSAGE_ID: {
    text: '{{option}} "{{found}}" is no message id.',
    hint: 'Ids are the whole numbers that a run prints beside each mail (column id, or "id" with --json).',
  },
  MESSAGE_NOT_FOUND: {
    text: 'These messages cannot be changed so: {{ids}}.',
    hint: '--resend takes sent, failed, unknown and skipped messages, --discard those not yet sent.',
  },
  NO_MAILBOX: {
    text: 'test-smtp needs an SMTP account, and "mailbox" has a pickup folder.',
    hint: 'Set "mailbox.smtp" in place of "mailbox.pickupDirectory".',
  },
} as const;

export type ErrorCode = keyof typeof catalogue;
