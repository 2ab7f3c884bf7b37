import { Chalk, supportsColor, type ChalkInstance } from 'chalk';
import { hostLocale, textOf, type Locale, type Message, type MessageArguments, type MessageCode } from '../messages/index.js';

export interface OutputOptions {
  readonly color: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
}

/** The only writer to stdout and stderr. */
export class Output {
  readonly chalk: ChalkInstance;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
  /** Whether a person looks on. */
  readonly isTerminal = process.stderr.isTTY;
  /** What it speaks: the host's language, until a configuration names one. */
  locale: Locale = hostLocale(process.env);

  constructor({ color, quiet, verbose, json }: OutputOptions) {
    const level = supportsColor === false ? 0 : supportsColor.level;
    this.chalk = new Chalk({ level: color && !json ? level : 0 });
    // Who reads no further has seen enough: `… | head` is no failure.
    for (const stream of [process.stdout, process.stderr]) {
      stream.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error; });
    }
    this.quiet = quiet;
    this.verbose = verbose;
    this.json = json;
  }

  /** A message in the reader's language. */
  text(code: MessageCode, args: MessageArguments = {}): string {
    return this.textOf({ code, args });
  }

  textOf(message: Message): string {
    return textOf(message, this.locale);
  }

  /** A line of the result, on stdout. */
  line(text = ''): void {
    process.stdout.write(`${text}\n`);
  }

  /** Text or bytes as they are, on stdout. */
  raw(data: string | Uint8Array): void {
    process.stdout.write(data);
  }

  /** A line about the result, on stderr. */
  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** One object of NDJSON, on stdout. */
  object(value: object): void {
    this.line(JSON.stringify(value));
  }
}
