/** The steps of an SMTP connection whose time is limited. */
export type TimedPhase =
  'connect' | 'greeting' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'block' | 'dot' | 'reset' | 'quit';

export type PhaseTimeouts = Readonly<Record<TimedPhase, number>>;

/**
 * Milliseconds that a phase may take as a whole, so that a server that drips bytes gains no time. `connect` is the
 * lookup of the name, TCP, and TLS if the connection starts with it; `block` is for each megabyte of a message begun.
 */
export const phaseTimeouts: PhaseTimeouts = {
  connect: 30_000,
  greeting: 30_000,
  ehlo: 60_000,
  starttls: 60_000,
  auth: 60_000,
  mail: 60_000,
  rcpt: 60_000,
  data: 60_000,
  block: 60_000,
  dot: 60_000,
  reset: 60_000,
  quit: 1_000,
};

/**
 * What a server may send in one phase. RFC 5321 allows 512 bytes a line; the longest real replies, to EHLO, have some
 * forty lines.
 */
export const replyLimits = { bytes: 65_536, lines: 256 };

/**
 * The sum of all phases, in milliseconds: what a message of up to a megabyte can take. Leases are renewed while a longer one
 * is sent.
 */
export const longestDelivery = Object.values(phaseTimeouts).reduce((total, milliseconds) => total + milliseconds, 0);
