import type { MessageCode } from '../messages/index.js';

/** Name of a text under `config.json` in the catalogues: what should stand at the place of a fault. */
export type JsonFaultReason = MessageCode extends infer Code
  ? Code extends `config.json.${infer Name}`
    ? Name
    : never
  : never;

export interface JsonFault {
  readonly offset: number;
  readonly reason: JsonFaultReason;
}

const space = /[ \t\r\n]*/y;
/** Characters of a text: all but quotation marks, backslashes and control characters below the space. */
const text = /"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const startOfText = /"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y;

interface OpenBracket {
  readonly close: '}' | ']';
  /** Names of a group so far. */
  readonly names: Set<string>;
}

/**
 * Finds the first fault of a text. The errors of `JSON.parse` have no position in most versions of Node, and quote the
 * text, which may contain passwords. It also accepts a name that stands twice, and drops its first value.
 */
export function findJsonFault(json: string): JsonFault | undefined {
  let offset = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = offset;
    const found = pattern.exec(json)?.[0];
    offset += found?.length ?? 0;
    return found !== undefined;
  };
  const next = (character: string): boolean => {
    take(space);
    if (json[offset] !== character) return false;
    offset += 1;
    return true;
  };
  const fault = (reason: JsonFaultReason): JsonFault => {
    take(space);
    return { offset, reason: offset < json.length ? reason : 'end' };
  };
  const readText = (otherwise: JsonFaultReason): JsonFault | undefined => {
    take(space);
    if (take(text)) return undefined;
    if (json[offset] !== '"') return fault(otherwise);
    take(startOfText);
    return { offset, reason: json[offset] === '\\' ? 'escape' : 'textEnd' };
  };
  /** Brackets that are open, the innermost last. */
  const open: OpenBracket[] = [];
  const readName = (): JsonFault | undefined => {
    take(space);
    const start = offset;
    const found = readText('name');
    if (found !== undefined) return found;
    const name = JSON.parse(json.slice(start, offset)) as string;
    const { names } = open.at(-1)!;
    if (names.has(name)) return { offset: start, reason: 'doubled' };
    names.add(name);
    return next(':') ? undefined : fault('colon');
  };

  for (;;) {
    // A value begins here.
    if (next('{')) {
      open.push({ close: '}', names: new Set() });
      if (!next('}')) {
        const found = readName();
        if (found !== undefined) return found;
        continue;
      }
      open.pop();
    } else if (next('[')) {
      open.push({ close: ']', names: new Set() });
      if (!next(']')) continue;
      open.pop();
    } else if (!take(scalar)) {
      const found = readText('value');
      if (found !== undefined) return found;
    }
    // A value has ended here.
    while (open.length > 0 && next(open.at(-1)!.close)) open.pop();
    const bracket = open.at(-1)?.close;
    if (bracket === undefined) {
      take(space);
      return offset < json.length ? fault('nothing') : undefined;
    }
    if (!next(',')) return fault(bracket === '}' ? 'commaOrBrace' : 'commaOrBracket');
    const found = bracket === '}' ? readName() : undefined;
    if (found !== undefined) return found;
  }
}
