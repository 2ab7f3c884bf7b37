import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PickupMailer } from '../../src/mail/pickup-mailer.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mobevo-pickup-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const mail = (body: string, messageId = '<abc@biuro.example>') => ({
  from: 'p@biuro.example',
  to: 'a@biuro.example',
  raw: Buffer.from(body),
  messageId,
});

test('A mail is one file named after its Message-ID, and a second delivery replaces it', async () => {
  const mailer = new PickupMailer(join(directory, 'nowy', 'outbox'));
  await mailer.prepare();
  expect(await mailer.deliver(mail('first'))).toMatchObject({ replyClass: 'accepted', phase: 'write' });
  await mailer.deliver(mail('second'));
  expect(readdirSync(join(directory, 'nowy', 'outbox'))).toEqual(['abc.eml']);
  expect(readFileSync(join(directory, 'nowy', 'outbox', 'abc.eml'), 'utf8')).toBe('second');
});

test('Each line of the file ends as mail lines do, and other bytes are kept', async () => {
  const mailer = new PickupMailer(directory);
  await mailer.deliver({ ...mail(''), raw: Buffer.from('A: ż\r\n\r\none\ntwo\r\n\n\rthree\n') });
  expect(readFileSync(join(directory, 'abc.eml'), 'utf8')).toBe('A: ż\r\n\r\none\r\ntwo\r\n\r\n\rthree\r\n');
});

test('A reader sees only complete files', async () => {
  const mailer = new PickupMailer(directory);
  const body = 'x'.repeat(2_000_000);
  const delivered = new Set<number>();
  const deliver = async (index: number) => {
    await mailer.deliver(mail(body, `<${index}@biuro.example>`));
    delivered.add(index);
  };
  const deliveries = Promise.all(Array.from({ length: 20 }, (_, index) => deliver(index)));
  let looks = 0;
  while (delivered.size < 20) {
    for (const name of readdirSync(directory).filter((file) => file.endsWith('.eml'))) {
      expect(readFileSync(join(directory, name)).length).toBe(body.length);
      looks += 1;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await deliveries;
  expect(looks).toBeGreaterThan(0);
  expect(readdirSync(directory)).toHaveLength(20);
});

test('A missing folder is an error of the account, not of the mail', async () => {
  const mailer = new PickupMailer(join(directory, 'outbox'));
  await mailer.prepare();
  rmSync(join(directory, 'outbox'), { recursive: true });
  expect(await mailer.deliver(mail('x'))).toMatchObject({
    replyClass: 'unreachable',
    accountError: { code: 'PICKUP_UNWRITABLE', exitCode: 78 },
  });
});

test('A hostile Message-ID cannot leave the folder', async () => {
  const mailer = new PickupMailer(directory);
  await mailer.deliver(mail('x', '<../../etc/passwd@x>'));
  expect(readdirSync(directory)).toEqual(['.._.._etc_passwd.eml']);
});
