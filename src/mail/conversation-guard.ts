import { replyLimits, type PhaseTimeouts, type TimedPhase } from './limits.js';
import { cutReply } from './reply-text.js';

/** What ends a conversation, in the form of nodemailer's errors. */
export interface ConversationFault extends Error {
  readonly code: 'ETIMEDOUT' | 'EPROTOCOL';
  /** The command that the server has not answered properly; `CONN` before the first. */
  readonly command: string;
  /** The reply that is not one; absent if none was complete. */
  readonly response?: string;
}

const commandOf: Readonly<Record<TimedPhase, string>> = {
  connect: 'CONN',
  greeting: 'CONN',
  ehlo: 'EHLO',
  starttls: 'STARTTLS',
  auth: 'AUTH',
  mail: 'MAIL FROM',
  rcpt: 'RCPT TO',
  data: 'DATA',
  block: 'DATA',
  dot: 'DATA',
  reset: 'RSET',
  quit: 'QUIT',
};
const phaseOf: Readonly<Record<string, TimedPhase>> = {
  EHLO: 'ehlo',
  HELO: 'ehlo',
  STARTTLS: 'starttls',
  MAIL: 'mail',
  RCPT: 'rcpt',
  DATA: 'data',
  RSET: 'reset',
  QUIT: 'quit',
};

/** First digits of the replies that a phase may get: RFC 5321, 4.3.2. */
const digits: Readonly<Partial<Record<TimedPhase, RegExp>>> = { auth: /^[2345]/, data: /^[345]/ };
const usualDigits = /^[245]/;
const bytesPerBlock = 1_000_000;

/**
 * Watches the conversation of one connection. Each phase is limited in time, bytes and lines as a whole, and each reply
 * must have one code that fits its command. So every phase ends, whatever the server sends.
 */
export class ConversationGuard {
  private phase: TimedPhase | undefined;
  /** The phases whose replies are awaited. With PIPELINING several commands are sent at once. */
  private readonly awaited: TimedPhase[] = ['greeting'];
  private timer: NodeJS.Timeout | undefined;
  private bytes = 0;
  private lines = 0;
  private bodyBytes = 0;

  /** @param onFault called at most once for each fault; it must end the connection */
  constructor(
    private readonly timeouts: PhaseTimeouts,
    private readonly onFault: (fault: ConversationFault) => void,
  ) {}

  start(phase: TimedPhase): void {
    if (phase === this.phase) return;
    this.stop();
    this.phase = phase;
    const blocks = phase === 'block' ? Math.ceil(this.bodyBytes / bytesPerBlock) : 1;
    const limit = this.timeouts[phase] * blocks;
    this.timer = setTimeout(() => {
      const what = phase === 'connect' ? 'no connection' : 'no answer';
      this.fail('ETIMEDOUT', `${what} to ${commandOf[phase]} within ${limit / 1000} seconds`);
    }, limit);
  }

  /** No phase is running until the next one starts. */
  stop(): void {
    clearTimeout(this.timer);
    this.phase = undefined;
    this.bytes = this.lines = 0;
  }

  /** A message of this size is sent next. */
  expectBody(bytes: number): void {
    this.bodyBytes = bytes;
  }

  /** The client sends a command. What follows AUTH has no verb. */
  onCommand(text: string): void {
    // The dot of an empty message, which is awaited since the reply to DATA.
    if (text === '.') {
      this.start('dot');
      return;
    }
    const phase = phaseOf[/^[A-Z]+/.exec(text.slice(0, 10))?.[0] ?? ''] ?? 'auth';
    this.awaited.push(phase);
    if (this.awaited.length === 1) this.start(phase);
  }

  /** The body has been handed to the connection, with its final dot. */
  onBodySent(): void {
    this.start('dot');
  }

  onReply(text: string): void {
    const phase = this.awaited.shift();
    if (phase === undefined) {
      if (!text.startsWith('421')) this.fail('EPROTOCOL', 'a reply to no command', text);
      return;
    }
    if (!isReply(text, digits[phase] ?? usualDigits)) {
      this.fail('EPROTOCOL', `no SMTP reply to ${commandOf[phase]}`, text);
      return;
    }
    // A server may refuse a message before it has all of it, but not accept it.
    if (phase === 'dot' && this.phase === 'block' && text.startsWith('2')) {
      this.fail('EPROTOCOL', 'an answer before the end of the message', text);
      return;
    }
    if (phase === 'data' && text.startsWith('3')) this.awaited.unshift('dot');
    const next = this.awaited[0];
    if (phase === 'data' && next === 'dot') this.start('block');
    else if (next !== undefined) this.start(next);
    // A login goes on after a 334, and a handshake follows the reply to STARTTLS: their time goes on too.
    else if (!text.startsWith('334') && phase !== 'starttls') this.stop();
  }

  onData(chunk: Buffer): void {
    this.bytes += chunk.length;
    for (let at = chunk.indexOf('\n'); at !== -1; at = chunk.indexOf('\n', at + 1)) this.lines += 1;
    const { bytes, lines } = replyLimits;
    if (this.bytes > bytes || this.lines > lines)
      this.fail('EPROTOCOL', `more than ${bytes} bytes or ${lines} lines in answer to ${this.command}`);
    // What comes with the reply to DATA would be taken for the answer to the final dot, which is not sent yet.
    else if (this.awaited.at(-1) === 'data' && repliesIn(chunk) > this.awaited.length)
      this.fail('EPROTOCOL', 'a reply to no command', chunk.toString());
  }

  private get command(): string {
    return this.phase === undefined ? 'no command' : commandOf[this.phase];
  }

  private fail(code: ConversationFault['code'], message: string, response?: string): void {
    const command = this.phase === undefined ? 'CONN' : commandOf[this.phase];
    this.stop();
    const reply = response === undefined ? {} : { response: cutReply(response) };
    const text = response === undefined ? message : `${message}: ${cutReply(response)}`;
    this.onFault(Object.assign(new Error(text), { code, command, ...reply }));
  }
}

/** Number of replies that end in a chunk. */
function repliesIn(chunk: Buffer): number {
  return chunk.toString('latin1').match(/^\d{3}(?: |\r?$)/gm)?.length ?? 0;
}

/** Whether each line starts with the same code, and the code with one of the digits. */
function isReply(text: string, firstDigit: RegExp): boolean {
  const code = text.slice(0, 3);
  return (
    firstDigit.test(code) && text.split(/\r?\n/).every((line) => /^\d{3}(?!\d)/.test(line) && line.startsWith(code))
  );
}
