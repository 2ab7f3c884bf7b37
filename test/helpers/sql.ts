import { statement, type Statement } from '../../src/database/index.js';

/** A statement of a test. Its parameters with these names are whole numbers. */
export function sql(text: string): Statement {
  return statement('test', text, { integers: ['id', 'n', 'version', 'messages', 'message_id', 'attempt'] });
}
