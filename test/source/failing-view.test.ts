import { expect, test } from 'vitest';
import { formatMessage } from '../../src/messages/index.js';
import { viewError } from '../../src/source/index.js';

test('Only the error of a single view shows a statement that repeats it', () => {
  const readers = [
    { id: 'absences', views: ['source_absences'] },
    { id: 'audit-completed', views: ['source_clients', 'source_users'] },
  ] as const;
  const one = viewError(['source_users'], readers, new Error('malformed JSON'));
  const several = viewError(['source_clients', 'source_users'], readers, new Error('malformed JSON'));
  expect([one.code, several.code]).toEqual(['SOURCE_VIEW_FAILED', 'SOURCE_VIEWS_FAILED']);
  for (const locale of ['pl', 'en'] as const) {
    expect(formatMessage(one.hint, locale)).toContain('SELECT * FROM source_users ');
    expect(formatMessage(several.hint, locale)).not.toContain('SELECT');
  }
  expect(several.message).toBe(
    'A query over the views source_clients, source_users fails, which these kinds need: audit-completed. ' +
      'The database says: malformed JSON',
  );
});
