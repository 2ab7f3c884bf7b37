import { stripVTControlCharacters } from 'node:util';
import { Chalk, supportsColor, supportsColorStderr, type ChalkInstance, type ColorSupportLevel } from 'chalk';
import { hostLocale, textOf, type Locale, type Message, type MessageArguments, type MessageCode } from '../messages/index.js';

export interface OutputOptions {
  readonly color: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
}

/** How texts are made for one reader: language, colour, width. */
export type Style = Pick<Output, 'chalk' | 'verbose' | 'width' | 'text' | 'textOf'>;

/** The only writer to stdout and stderr. */
export class Output {
  readonly chalk: ChalkInstance;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
  /** Whether a person looks on. */
  readonly isTerminal = process.stderr.isTTY;

  /** Columns of the terminal that stdout goes to, if it is one. */
  readonly width: number | undefined = process.stdout.isTTY ? process.stdout.columns : undefined;

  /** What it speaks: the host's language, until a configuration names one. */
  locale: Locale = hostLocale(process.env);

  constructor({ color, quiet, verbose, json }: OutputOptions) {
    this.chalk = new Chalk({ level: color && !json ? colorLevel(process.env) : 0 });
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
    process.stderr.write(`${supportsColorStderr === false ? stripVTControlCharacters(text) : text}\n`);
  }

  /** One object of NDJSON, on stdout. */
  object(value: object): void {
    this.line(JSON.stringify(value));
  }
}

/** chalk knows FORCE_COLOR and `--no-color`, but not NO_COLOR, which the former outdoes as in Node itself. */
function colorLevel({ NO_COLOR = '', FORCE_COLOR = '' }: NodeJS.ProcessEnv): ColorSupportLevel {
  const isUnwanted = NO_COLOR !== '' && FORCE_COLOR === '';
  return isUnwanted || supportsColor === false ? 0 : supportsColor.level;
}
