import type { ExitCode } from '../errors/index.js';
import type { HelpCode } from '../messages/index.js';
import type { Output, OutputOptions } from './output.js';

/** What the subcommands are built with. */
export interface CommandContext {
  /** Words for `--help`, in the host's language. */
  readonly help: (code: HelpCode) => string;
  /** Carries a subcommand out; what it throws is told by the output it was given. */
  readonly runAction: (options: OutputOptions, action: (output: Output) => Promise<ExitCode>) => Promise<void>;
}
