import { appendFileSync } from 'node:fs';
import { statement, type Statement } from '../../src/database/index.js';

/**
 * A statement of a test. Its parameters with these names are whole numbers. Where statements are recorded, it is left
 * out.
 */
export function sql(text: string): Statement {
  const { MOBEVO_RECORD_STATEMENTS: file } = process.env;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ driver: 'test', sql: text })}\n`);
  return statement('test', text, { integers: ['id', 'n', 'version', 'messages', 'message_id', 'attempt'] });
}
