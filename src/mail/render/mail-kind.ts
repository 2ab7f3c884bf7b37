import type { KindId } from '../../config/index.js';

/** Mails that are not notifications: the alert to an administrator, and the message that `test-smtp` sends. */
export const systemKinds: readonly string[] = ['alert', 'test-message'];

/** The kind of a mail: a notification, or one of `systemKinds`. The folder of that name holds its templates. */
export type MailKind = KindId;

export function isNotification(kind: MailKind): boolean {
  return !systemKinds.includes(kind);
}
