import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.js';
import { serverSettings } from '../../../src/database/sqlserver/settings.js';
import { onSqlServer, parseMail, TestOffice } from '../../helpers/office.js';
import { plainMailbox, startSmtp, type SmtpPeer } from '../../helpers/smtp.js';
import { containsText, disconnectOnce, isCommit, TdsProxy, type DisconnectRule } from '../../helpers/tds-proxy.js';

const connectionString = process.env['MOBEVO_TEST_MSSQL'] ?? '';
const since = '2026-01-01T00:00:00Z';
/** In the statement that records how an attempt has ended. */
const outcome = 'finished_at = @now, phase';

describe.skipIf(!onSqlServer)('SQL Server: a connection', () => {
  let office: TestOffice;
  let peer: SmtpPeer;
  let proxy: TdsProxy;
  beforeEach(async () => {
    const { server, port } = serverSettings({ connection: new Secret(connectionString) }).pool;
    proxy = await TdsProxy.start({ server, port: port! });
    peer = await startSmtp();
    office = new TestOffice({ 'audit-completed': { since } }, { mailbox: plainMailbox(peer.port) });
    const connection = `${connectionString.replace(/(server|data source)\s*=[^;]*/i, `Server=127.0.0.1,${proxy.port}`)};Encrypt=false`;
    office.settings = { ...office.settings, database: { ...office.database.setting, connection } };
    // Create the tables first, so that the connection is lost during a run and not during a migration.
    await office.run();
  });
  afterEach(async () => {
    proxy.close();
    office.close();
    await peer.close();
  });

  const audit = (name: string) =>
    office.audit(
      office.client(`Firma ${name}`, { client: [office.user(name)] }),
      new Date(Date.now() - 60_000).toISOString(),
    );
  /** Disconnects at a statement and keeps the server unreachable. */
  const disconnectForGood =
    (text: string): DisconnectRule =>
    (packet) => {
      if (!containsText(packet, text)) return undefined;
      proxy.goDown();
      return 'before';
    };
  const recipients = () => peer.received.map(({ to }) => to[0]);

  test.each([
    ['during planning', '[messages] (idempotency_key, kind'],
    ['during a claim', "SET state = 'claimed'"],
    ['while the contents are loaded', '"clientNumber"'],
    ["between the mail server's 250 and the recorded outcome", outcome],
  ])('lost %s repeats the work, and the mail is sent once', async (_, text) => {
    audit('Anna');
    proxy.disconnectRule = disconnectOnce((packet) => containsText(packet, text), 'before');
    const report = await office.run();
    expect(proxy.disconnects).toBe(1);
    expect(report).toMatchObject({ exitCode: 0, kinds: [{ planned: 1, sent: 1 }] });
    expect(recipients()).toEqual(['anna@biuro.example']);
    expect(office.states()).toEqual({ sent: 1 });
  });

  test.each([
    ['during planning', '[messages] (idempotency_key, kind', {}],
    ['during a claim', "SET state = 'claimed'", { queued: 1 }],
  ])(
    'lost %s and not restored exits with 75 and sends nothing; the next run sends the mail once',
    async (_, text, remaining) => {
      audit('Anna');
      proxy.disconnectRule = disconnectForGood(text);
      expect(await office.run()).toMatchObject({ exitCode: 75 });
      expect(proxy.disconnects).toBe(1);
      expect(peer.received).toEqual([]);
      expect(office.states()).toEqual(remaining);

      proxy.comeBack();
      expect(await office.run()).toMatchObject({ exitCode: 0, kinds: [{ sent: 1 }] });
      expect(recipients()).toEqual(['anna@biuro.example']);
    },
  );

  test('lost before the reply to any commit does not repeat the committed work', async () => {
    let commits = 0;
    proxy.disconnectRule = (packet) => {
      commits += isCommit(packet) ? 1 : 0;
      return undefined;
    };
    audit('Osoba0');
    await office.run();
    expect(commits).toBeGreaterThan(5);
    const names = Array.from({ length: commits }, (_, index) => `Osoba${index + 1}`);
    for (const [index, name] of names.entries()) {
      audit(name);
      let left = index;
      proxy.disconnectRule = disconnectOnce((packet) => isCommit(packet) && (left -= 1) < 0, 'after');
      expect((await office.run()).exitCode, `commit ${index + 1} of ${commits}`).toBe(0);
      expect(proxy.disconnects, `commit ${index + 1} of ${commits}`).toBe(index + 1);
    }
    expect(recipients()).toEqual(['Osoba0', ...names].map((name) => `${name.toLowerCase()}@biuro.example`));
    expect(office.states()).toEqual({ sent: commits + 1 });
    expect(office.rows('SELECT COUNT(*) AS count FROM attempts')).toMatchObject([{ count: commits + 1 }]);
  }, 600_000);

  test('that answers a commit too late is not used again', async () => {
    proxy.lateMs = 1500;
    const database = office.settings['database'] as { connection: string };
    const connection = `${database.connection};Request Timeout=1000`;
    office.settings = { ...office.settings, database: { ...database, connection } };
    audit('Anna');
    let isOutcome = false;
    proxy.disconnectRule = disconnectOnce((packet) => {
      isOutcome ||= containsText(packet, outcome);
      return isOutcome && isCommit(packet);
    }, 'late');
    const before = proxy.connections;
    expect((await office.run()).exitCode).toBe(75);
    expect(proxy.disconnects).toBe(1);
    expect(proxy.connections - before).toBe(3);
    expect(office.states()).toEqual({ sent: 1 });
    expect(office.rows('SELECT finished_at FROM runs WHERE finished_at IS NULL')).toEqual([]);
  });

  test("lost before the reply to the commit of an operator's command does not repeat the command", async () => {
    audit('Anna');
    await office.run();
    let isCommandSent = false;
    proxy.disconnectRule = disconnectOnce((packet) => {
      isCommandSent ||= containsText(packet, "state = 'queued', message_id");
      return isCommandSent && isCommit(packet);
    }, 'after');
    expect((await office.run(undefined, { resend: ['1'] })).exitCode).toBe(0);
    expect(proxy.disconnects).toBe(1);
    expect(recipients()).toEqual(['anna@biuro.example', 'anna@biuro.example']);
  });

  test("lost for good after the mail server's 250 exits with 75; the next run resends the mail with its Message-ID", async () => {
    audit('Anna');
    proxy.disconnectRule = disconnectForGood(outcome);
    expect(await office.run()).toMatchObject({ exitCode: 75 });
    expect(proxy.disconnects).toBe(1);
    expect(peer.received).toHaveLength(1);
    expect(office.states()).toEqual({ sending: 1 });

    proxy.comeBack();
    office.change("UPDATE messages SET lease_until = '2026-01-01T00:00:00'");
    await office.run();
    expect(office.states()).toEqual({ sent: 1 });
    expect(
      office.rows<{ outcome: string }>('SELECT outcome FROM attempts ORDER BY attempt').map(({ outcome }) => outcome),
    ).toEqual(['unknown', 'sent']);
    const ids = await Promise.all(peer.received.map(async ({ raw }) => (await parseMail(raw)).parsed.messageId));
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });
});
