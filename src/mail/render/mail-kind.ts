import type { KindId } from '../../config/index.js';

/** Mail to an administrator, and the message that `test-smtp` sends. */
export const ownKinds: readonly string[] = ['alert', 'test-message'];

/** What a mail is about: a kind of notification, or one of the program's own. Its templates are in the folder of that name. */
export type MailKind = KindId;

export function isNotification(kind: MailKind): boolean {
  return !ownKinds.includes(kind);
}
