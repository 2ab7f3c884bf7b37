import { cpus, release, totalmem, type } from 'node:os';
import { version } from '../../src/version.js';

/** Describes the machine and the versions on which results depend. */
export function describeMachine(): object {
  const processors = cpus();
  return {
    version,
    measuredAt: new Date().toISOString(),
    node: process.version,
    system: `${type()} ${release()}`,
    processors: `${processors.length} × ${processors[0]?.model ?? '?'}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GB`,
  };
}
