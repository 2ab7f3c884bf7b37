import { stripVTControlCharacters } from 'node:util';
import {
  hostLocale,
  formatMessage,
  type Locale,
  type Message,
  type MessageArguments,
  type MessageCode,
  visibleJson,
  visibleLine,
} from '../messages/index.js';
import { noColours, type Colours } from './colours.js';

export interface OutputOptions {
  readonly color: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
}

/** The part of an output that formatting needs: language, colours, width and verbosity. */
export type Style = Pick<Output, 'colours' | 'verbose' | 'width' | 'text' | 'formatMessage'>;

/**
 * Writes to stdout and stderr what the commands print. Only the progress bar and commander's help texts are written
 * past it. Callers obey `quiet`.
 */
export class Output {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly json: boolean;

  /** Language of all texts: the host's until a configuration sets one. */
  locale: Locale = hostLocale(process.env);

  /** The office's time zone, as soon as a configuration is read. */
  zone: string | undefined;

  private constructor(
    { quiet, verbose, json }: OutputOptions,
    readonly colours: Colours,
    private readonly isStderrColoured: boolean,
    private readonly fold: ((line: string, columns: number) => string[]) | undefined,
  ) {
    this.quiet = quiet;
    this.verbose = verbose;
    this.json = json;
  }

  /** Opens stdout and stderr. Loads chalk only for colours, and the library that folds lines only for a terminal. */
  static async open(options: OutputOptions): Promise<Output> {
    const hasTerminal = process.stdout.isTTY || process.stderr.isTTY;
    const fold = hasTerminal ? (await import('./fold-line.js')).foldLine : undefined;
    if (!options.color || options.quiet || options.json) return new Output(options, noColours, false, fold);
    const { terminalColours, isStderrColoured } = await import('./terminal-colours.js');
    return new Output(options, terminalColours, isStderrColoured, fold);
  }

  /** Whether stderr is a terminal, so that a progress bar can be seen. */
  get isTerminal(): boolean {
    return process.stderr.isTTY;
  }

  /** Columns of the terminal. Undefined if stdout is not a terminal, or one that does not know them and says 0. */
  get width(): number | undefined {
    return process.stdout.isTTY ? process.stdout.columns || undefined : undefined;
  }

  /** Returns a text in the language of this output. */
  text(code: MessageCode, args: MessageArguments = {}): string {
    return this.formatMessage({ code, args });
  }

  /** Returns a message as text in the language of this output, with times in the office's time zone. */
  formatMessage(message: Message): string {
    return formatMessage(message, this.locale, this.zone);
  }

  /** Prints a line of the result to stdout, folded if it is wider than the terminal. */
  printLine(text = ''): void {
    this.write(`${this.folded(visibleLine(text), process.stdout)}\n`);
  }

  /** Writes a document to stdout, unchanged and without a line end. */
  write(data: string | Uint8Array): void {
    process.stdout.write(data);
  }

  /** Prints a line that is not part of the result to stderr: a warning, a hint or progress. */
  printNote(text: string): void {
    const line = visibleLine(this.isStderrColoured ? text : stripVTControlCharacters(text));
    process.stderr.write(`${this.folded(line, process.stderr)}\n`);
  }

  private folded(text: string, { isTTY, columns }: NodeJS.WriteStream): string {
    if (!isTTY || columns === 0 || this.fold === undefined) return text;
    return text
      .split('\n')
      .flatMap((line) => (stripVTControlCharacters(line).length > columns ? this.fold!(line, columns) : [line]))
      .join('\n');
  }

  /** Prints a value to stdout as one line of NDJSON. */
  printJson(value: object): void {
    this.write(`${visibleJson(value)}\n`);
  }
}
