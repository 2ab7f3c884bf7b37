import { z } from 'zod';
import { configSchema, filesIn } from '../../src/config/index.js';
import { kinds } from '../../src/notifications/index.js';

type Node = z.core.JSONSchema.BaseSchema;

/** Returns the JSON schema of the configuration file. */
export function configJsonSchema(): Node {
  return z.toJSONSchema(configSchema(kinds, filesIn('.')), { io: 'input', unrepresentable: 'any' });
}

const variable = String.raw`\$\{\w+\}`;

/**
 * Lets a variable such as `${NAME}` pass in texts that have a form: the program replaces it before it checks the form.
 */
export function withVariables(node: Node): Node {
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert);
    return value !== null && typeof value === 'object' ? withVariables(value as Node) : value;
  };
  const converted = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, convert(value)])) as Node;
  if (typeof converted.pattern === 'string') converted.pattern = `${converted.pattern}|${variable}`;
  if (isTimeZone(node)) {
    const { enum: names, type, ...others } = converted;
    return { ...others, type: type!, anyOf: [{ enum: names! }, { pattern: variable }] };
  }
  return converted;
}

/** A long list of names is a text, and no choice. */
export const isTimeZone = (node: Node): boolean => node.type === 'string' && (node.enum?.length ?? 0) > 100;
