import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';

/**
 * Names this process among all processes of all hosts, in at most 28 letters, digits and hyphens: a hash of the host,
 * the process id, and its start time where the system tells it.
 * @returns undefined if the host cannot be told from others
 */
export function processIdentity(): string | undefined {
  const host = hostHash();
  if (host === undefined) return undefined;
  return [host, process.pid.toString(36), startTime(process.pid) ?? unknownStart].join('-');
}

const unknownStart = '0';

/** True only if it is certain that a process of this host has ended. @param identity of `processIdentity` */
export function hasEnded(identity: string): boolean {
  const [host, pid = '', start = unknownStart] = identity.split('-');
  if (host !== hostHash()) return false;
  const id = parseInt(pid, 36);
  if (!isUsed(id)) return true;
  const found = startTime(id);
  // The id may belong to another process by now.
  return start !== unknownStart && found !== undefined && found !== start;
}

function isUsed(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** When a process started, in units of the system; undefined if it does not tell. */
function startTime(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStartTime(pid);
  // Windows soon gives the id of a process that has ended to another one, which may be this one.
  return pid === process.pid ? Math.round(performance.timeOrigin).toString(36) : undefined;
}

/** Clock ticks since the system started. A process that only waits for its parent to ask about it has ended. */
function linuxStartTime(pid: number): string | undefined {
  try {
    // The name of the program, in brackets, may contain spaces and brackets.
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return state === 'Z' || state === 'X' ? 'ended' : Number(fields[18]).toString(36);
  } catch {
    return undefined;
  }
}

/** The same for all processes whose ids can be compared with those of this one. */
function hostHash(): string | undefined {
  const marks = process.platform === 'linux' ? linuxMarks() : networkMarks();
  if (marks === undefined) return undefined;
  return createHash('sha256')
    .update([hostname(), ...marks].join('\n'))
    .digest('hex')
    .slice(0, 10);
}

/** This start of the kernel, and the namespace of process ids: containers have their own. */
function linuxMarks(): string[] | undefined {
  try {
    return [readFileSync('/proc/sys/kernel/random/boot_id', 'latin1'), readlinkSync('/proc/self/ns/pid')];
  } catch {
    return undefined;
  }
}

/** The addresses of the network cards: two computers may have the same name. */
function networkMarks(): string[] | undefined {
  const addresses = Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses)
    .filter(({ internal, mac }) => !internal && !/^[0:]*$/.test(mac))
    .map(({ mac }) => mac);
  return addresses.length === 0 ? undefined : [...new Set(addresses)].sort();
}
