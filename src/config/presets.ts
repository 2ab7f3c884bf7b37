/** A figure and the page that states it. */
interface Figure {
  readonly value: number;
  readonly source: string;
}

/** Settings of a provider. Fields are absent if they differ per customer or if the provider does not publish them. */
export interface Preset {
  readonly provider: string;
  readonly host?: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls';
  /** The page that states host, port and security. */
  readonly source: string;
  readonly connections?: Figure;
  readonly messagesPerMinute?: Figure;
  readonly messagesPerDay?: Figure;
  /** Bytes. */
  readonly maxMessageSize?: Figure;
}

export const presetNames = ['microsoft365', 'gmail', 'home.pl', 'nazwa.pl', 'ovh'] as const;
export type PresetName = (typeof presetNames)[number];

const exchangeSubmission =
  'https://learn.microsoft.com/en-us/exchange/troubleshoot/send-emails/smtp-submission-improvements';
/** TLS from the first byte on port 465. Assumed for hosting providers whose pages state nothing else. */
const implicitTls = {
  port: 465,
  security: 'tls',
  source: 'https://www.rfc-editor.org/rfc/rfc8314#section-3.3',
} as const;

export const presets: Readonly<Record<PresetName, Preset>> = {
  microsoft365: {
    provider: 'Microsoft 365 (Exchange Online)',
    host: 'smtp.office365.com',
    port: 587,
    security: 'starttls',
    source:
      'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365',
    connections: { value: 3, source: exchangeSubmission },
    messagesPerMinute: { value: 30, source: exchangeSubmission },
    messagesPerDay: { value: 10_000, source: exchangeSubmission },
  },
  gmail: {
    provider: 'Google Workspace',
    host: 'smtp.gmail.com',
    port: 465,
    security: 'tls',
    source: 'https://support.google.com/a/answer/176600',
    messagesPerDay: { value: 2000, source: 'https://support.google.com/a/answer/166852' },
  },
  'home.pl': { provider: 'home.pl', ...implicitTls },
  'nazwa.pl': { provider: 'nazwa.pl', ...implicitTls },
  ovh: {
    provider: 'OVHcloud (MX Plan)',
    host: 'ssl0.ovh.net',
    port: 465,
    security: 'tls',
    source:
      'https://github.com/ovh/docs/blob/develop/pages/web_cloud/email_and_collaborative_solutions/mx_plan/how_to_configure_thunderbird_windows/guide.en-gb.md',
  },
};
