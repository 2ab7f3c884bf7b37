/** A client in a mail, or in the office's tables. */
export interface ClientLines {
  readonly name: string;
  readonly taxId: string | null;
  /** The lines below the name, without the indent. */
  readonly lines: string[];
}

/** The lines of a mail by client; a client's name is the first line of a paragraph that is not indented. */
export function clientsIn(lines: readonly string[], isOther: (line: string) => boolean): ClientLines[] {
  const clients: { name: string; taxId: string | null; lines: string[] }[] = [];
  let isNameExpected = true;
  for (const line of lines) {
    if (line === '') {
      isNameExpected = true;
      clients.at(-1)?.lines.push('');
    } else if (isNameExpected && isOther(line)) {
      isNameExpected = false;
    } else if (isNameExpected && !line.startsWith(' ')) {
      clients.push({ name: line, taxId: null, lines: [] });
      isNameExpected = false;
    } else {
      isNameExpected = false;
      const taxId = /^NIP (\d+)$/.exec(line)?.[1];
      const client = clients.at(-1);
      if (client === undefined) continue;
      if (taxId !== undefined && client.lines.length === 0) client.taxId = taxId;
      else client.lines.push(line.trim());
    }
  }
  return clients;
}

/** SQL: name and tax number of the client of the event `e`. */
export const clientColumns = `COALESCE((SELECT MAX(name) FROM source_clients c WHERE c.client_id = e.client_id), '#' || e.client_id) AS name,
  (SELECT MAX(tax_id) FROM source_clients c WHERE c.client_id = e.client_id) AS taxId`;

/** SQL: the events `e` of a view that a mail has to tell, each once, with their local times. */
export function eventsOf(view: string, columns: string): string {
  return `FROM (SELECT DISTINCT ${columns} FROM ${view}) e JOIN expected x ON x.event_id = e.event_id AND x.kind = ? AND x.recipient = ?
    JOIN local_times t ON t.event_id = e.event_id`;
}

/** `2026-11-24T08:00` as `24.11.2026 08:00`. */
export function dateTimeText(local: string): string {
  const [day, time] = local.split('T');
  return `${day!.split('-').reverse().join('.')} ${time!}`;
}

/** A line after the lists. */
export function isEnd(line: string): boolean {
  return line.startsWith('Otwórz panel online: ');
}
