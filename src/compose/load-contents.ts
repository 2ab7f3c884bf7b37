import type { Config, KindConfig } from '../config/index.js';
import type { Database } from '../database/index.js';
import { kindOf } from '../notifications/index.js';
import { readClaimed, type ClaimedMessage } from '../outbox/index.js';
import { localDay } from '../schedule/index.js';
import { sourceClock } from '../source/index.js';

export interface MessageContent {
  readonly message: ClaimedMessage;
  /** Undefined if its events are gone. */
  readonly content: object | undefined;
}

/** Loads the messages of a claim with their content, in a constant number of queries per kind. */
export async function loadContents(
  database: Database,
  config: Config,
  token: string,
  now: Date,
): Promise<MessageContent[]> {
  const messages = await readClaimed(database, token);
  const { timeZone: zone } = config.office;
  const contents = new Map<string, object>();
  for (const kind of kindsAmong(messages, config)) {
    const batch = {
      database,
      token,
      kind,
      zone,
      today: localDay(now, zone),
      clock: sourceClock(config.sourceClock, zone),
    };
    for (const [id, content] of await kindOf(kind.id).load(batch)) contents.set(id, content);
  }
  return messages.map((message) => ({ message, content: contents.get(message.id) }));
}

function kindsAmong(messages: readonly ClaimedMessage[], config: Config): KindConfig[] {
  const ids = new Set(messages.map(({ kind }) => kind));
  return config.kinds.filter(({ id }) => ids.has(id));
}
