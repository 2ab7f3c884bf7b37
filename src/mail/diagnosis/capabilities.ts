import { omitUndefined } from '../../omit-undefined.js';
import type { Capabilities } from './phases.js';

/** Parses the reply to EHLO: one keyword per line, after the greeting. */
export function capabilitiesOf(reply: string): Capabilities {
  const lines = reply
    .split(/\r?\n/)
    .slice(1)
    .map((line) =>
      line
        .replace(/^\d{3}[ -]/, '')
        .trim()
        .toUpperCase(),
    );
  const auth = lines.flatMap((line) => /^AUTH[ =](.*)/.exec(line)?.[1]!.split(/[ =]+/) ?? []);
  const size = lines.map((line) => /^SIZE (\d+)/.exec(line)?.[1]).find((limit) => limit !== undefined);
  return {
    ...omitUndefined({ size: Number(size) || undefined }),
    auth: [...new Set(auth)],
    extensions: lines
      .map((line) => line.split(/[ =]/, 1)[0]!)
      .filter((word) => word !== '' && word !== 'AUTH' && word !== 'SIZE'),
  };
}
