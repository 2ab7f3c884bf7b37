import { stripVTControlCharacters } from 'node:util';
import {
  hostLocale,
  formatMessage,
  type Locale,
  type Message,
  type MessageArguments,
  type MessageCode,
} from '../messages/index.js';
import { noColours, type Colours } from './colours.js';

export interface OutputOptions {
  readonly color: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
}

/** How texts are made for one reader: language, colour, width. */
export type Style = Pick<Output, 'colours' | 'verbose' | 'width' | 'text' | 'textOf'>;

/** The only writer to stdout and stderr. */
export class Output {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly json: boolean;

  /** What it speaks: the host's language, until a configuration names one. */
  locale: Locale = hostLocale(process.env);

  private constructor(
    { quiet, verbose, json }: OutputOptions,
    readonly colours: Colours,
    private readonly isStderrColoured: boolean,
  ) {
    this.quiet = quiet;
    this.verbose = verbose;
    this.json = json;
  }

  /** A quiet run prints no colours, so it does not load chalk. */
  static async open(options: OutputOptions): Promise<Output> {
    if (!options.color || options.quiet || options.json) return new Output(options, noColours, false);
    const { terminalColours, isStderrColoured } = await import('./terminal-colours.js');
    return new Output(options, terminalColours, isStderrColoured);
  }

  /** Whether stderr is a terminal, so that a progress bar can be seen. */
  get isTerminal(): boolean {
    return process.stderr.isTTY;
  }

  /** Columns of the terminal that stdout goes to, if it is one. */
  get width(): number | undefined {
    return process.stdout.isTTY ? process.stdout.columns : undefined;
  }

  /** A message in the reader's language. */
  text(code: MessageCode, args: MessageArguments = {}): string {
    return this.textOf({ code, args });
  }

  textOf(message: Message): string {
    return formatMessage(message, this.locale);
  }

  /** A line of the result, on stdout. */
  line(text = ''): void {
    this.raw(`${text}\n`);
  }

  /** Text or bytes as they are, on stdout. */
  raw(data: string | Uint8Array): void {
    process.stdout.write(data);
  }

  /** A line about the result, on stderr. */
  note(text: string): void {
    process.stderr.write(`${this.isStderrColoured ? text : stripVTControlCharacters(text)}\n`);
  }

  /** One object of NDJSON, on stdout. */
  object(value: object): void {
    this.line(JSON.stringify(value));
  }
}
