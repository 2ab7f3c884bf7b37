import type { ExitCode } from '../errors/index.js';
import type { HelpCode } from '../messages/index.js';
import type { Output, OutputOptions } from './output.js';

/** What `main` passes to each subcommand. */
export interface CommandContext {
  /** Returns a text of `--help` in the host's language. */
  readonly help: (code: HelpCode) => string;
  /** Runs a subcommand and keeps its exit code. An error that it throws is printed to the output. */
  readonly runAction: (options: OutputOptions, action: (output: Output) => Promise<ExitCode>) => Promise<void>;
}
