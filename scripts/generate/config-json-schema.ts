import { z } from 'zod';
import { configSchema, filesIn } from '../../src/config/index.js';
import { kinds } from '../../src/notifications/index.js';

/** Returns the JSON schema of the configuration file. */
export function configJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(configSchema(kinds, filesIn('.')), { io: 'input', unrepresentable: 'any' });
}
