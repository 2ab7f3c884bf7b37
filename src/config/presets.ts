/** A figure with the page it was read from. */
export interface Figure {
  readonly value: number;
  readonly source: string;
}

/** What is known of a provider; what it does not publish, or sets customer by customer, is absent. */
export interface Preset {
  readonly provider: string;
  readonly host?: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls';
  /** Where host, port and security were read. */
  readonly source: string;
  readonly connections?: Figure;
  readonly messagesPerMinute?: Figure;
  readonly messagesPerDay?: Figure;
  /** Bytes. */
  readonly maxMessageSize?: Figure;
}

export const presetNames = ['microsoft365', 'gmail', 'home.pl', 'nazwa.pl', 'ovh'] as const;
export type PresetName = (typeof presetNames)[number];

const exchangeSubmission = 'https://learn.microsoft.com/en-us/exchange/troubleshoot/send-emails/smtp-submission-improvements';

export const presets: Readonly<Record<PresetName, Preset>> = {
  'microsoft365': {
    provider: 'Microsoft 365 (Exchange Online)',
    host: 'smtp.office365.com', port: 587, security: 'starttls',
    source: 'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365',
    connections: { value: 3, source: exchangeSubmission },
    messagesPerMinute: { value: 30, source: exchangeSubmission },
    messagesPerDay: { value: 10_000, source: exchangeSubmission },
  },
  'gmail': {
    provider: 'Gmail, Google Workspace',
    host: 'smtp.gmail.com', port: 465, security: 'tls',
    source: 'https://support.google.com/a/answer/176600',
    messagesPerDay: { value: 2000, source: 'https://support.google.com/a/answer/166852' },
  },
  'home.pl': { provider: 'home.pl', port: 465, security: 'tls', source: '' },
  'nazwa.pl': { provider: 'nazwa.pl', port: 465, security: 'tls', source: '' },
  'ovh': { provider: 'OVHcloud (MX Plan)', host: 'ssl0.ovh.net', port: 465, security: 'tls', source: '' },
};
