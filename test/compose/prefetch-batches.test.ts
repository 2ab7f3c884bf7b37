import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { command } from '../helpers/command.js';
import { onSqlServer, TestOffice } from '../helpers/office.js';
import { startScripted, type ScriptedServer } from '../helpers/scripted-smtp.js';
import { plainMailbox } from '../helpers/smtp.js';

let office: TestOffice;
let peer: ScriptedServer;
beforeEach(async () => {
  peer = await startScripted({
    onAccepted: () => {
      if (peer.received.length === 10) office.change('DROP TABLE source_audit_findings');
    },
  });
  office = new TestOffice(
    { 'audit-completed': { since: '2026-01-01T00:00:00Z' } },
    { mailbox: plainMailbox(peer.port, { connections: 1 }) },
  );
});
afterEach(async () => {
  office.close();
  await peer.close();
});

test.skipIf(onSqlServer)(
  'SQLite, which has one connection: what was sent is kept, whatever ends the run: a claim taken ahead that fails leaves no accepted mail in doubt',
  async () => {
    const at = new Date(Date.now() - 60_000).toISOString();
    office.inBulk(() => {
      for (let index = 0; index < 45; index += 1)
        office.audit(office.client(`Firma ${index}`, { client: [office.user(`Osoba${index}`)] }), at);
    });
    writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
    const { code } = await command(['run', '--quiet'], { cwd: office.directory });
    expect(code).not.toBe(0);
    expect(peer.received.length).toBeGreaterThanOrEqual(20);
    expect(peer.received.length).toBeLessThan(45);
    const { sent, sending = 0 } = office.states();
    expect({ sent, sending }).toEqual({ sent: peer.received.length, sending: 0 });
  },
);
