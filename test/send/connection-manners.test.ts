import { expect, onTestFinished, test } from 'vitest';
import { winter } from '../helpers/office.js';
import { officeWithMail } from '../helpers/office-with-mail.js';
import { startScripted } from '../helpers/scripted-smtp.js';

test('A connection that ends well says QUIT, and the run waits for the answer', async () => {
  let isAnswered = false;
  const server = await startScripted({
    script: ({ stage }) => (stage === 'quit' ? { delay: 300 } : undefined),
    onQuit: (isOpen) => {
      isAnswered = isOpen;
    },
  });
  const office = officeWithMail(server.port, ['Anna']);
  onTestFinished(async () => {
    office.close();
    await server.close();
  });
  expect(await office.run(winter('11-24 09:00'))).toMatchObject({ exitCode: 0, kinds: [{ sent: 1 }] });
  expect(server.commands.filter((command) => command === 'QUIT')).toHaveLength(1);
  expect(isAnswered).toBe(true);
});

test('A server that does not answer QUIT holds a run for a second at most', async () => {
  let quitAt = 0;
  const server = await startScripted({
    script: ({ stage }) => {
      if (stage !== 'quit') return undefined;
      quitAt = performance.now();
      return { silence: true };
    },
  });
  const office = officeWithMail(server.port, ['Anna']);
  onTestFinished(async () => {
    office.close();
    await server.close();
  });
  expect(await office.run(winter('11-24 09:00'))).toMatchObject({ exitCode: 0, kinds: [{ sent: 1 }] });
  const held = performance.now() - quitAt;
  expect(held).toBeGreaterThan(950);
  expect(held).toBeLessThan(4_000);
});

test('The name in EHLO is a setting of the account', async () => {
  const server = await startScripted();
  const office = officeWithMail(server.port, ['Anna'], { smtp: { ehloName: 'powiadomienia.biuro.example' } });
  onTestFinished(async () => {
    office.close();
    await server.close();
  });
  await office.run(winter('11-24 09:00'));
  expect(server.commands[0]).toBe('EHLO powiadomienia.biuro.example');
  expect(server.received).toHaveLength(1);
});

test.each([
  ['452 4.5.3 Too many recipients', false],
  ['421 4.7.0 too many messages on this connection', true],
])('A server that answers %s after five mails on a connection gets the rest over new ones', async (reply, drop) => {
  let onConnection = 0;
  const server = await startScripted({
    script: ({ stage }) => {
      if (stage === 'banner') onConnection = 0;
      if (stage !== 'rcpt') return undefined;
      onConnection += 1;
      return onConnection > 5 ? { reply, drop } : undefined;
    },
  });
  const names = Array.from({ length: 23 }, (_, index) => `Osoba${index}`);
  const office = officeWithMail(server.port, names, { smtp: { connections: 1 } });
  onTestFinished(async () => {
    office.close();
    await server.close();
  });
  expect(await office.run(winter('11-24 09:00'))).toMatchObject({ exitCode: 0, errors: [], warnings: [] });
  expect(office.states()).toEqual({ sent: 23 });
  expect(server.received).toHaveLength(23);
  expect(office.rows('SELECT COUNT(*) AS attempts FROM attempts')).toEqual([{ attempts: 23 }]);
});

test('A server that closes the connection after each mail gets every mail once, over new connections', async () => {
  const server = await startScripted({ script: { dot: { reply: '250 2.0.0 queued', drop: true } } });
  const names = ['Anna', 'Ewa', 'Jan', 'Ola', 'Piotr', 'Zofia'];
  const office = officeWithMail(server.port, names, { smtp: { connections: 2 } });
  onTestFinished(async () => {
    office.close();
    await server.close();
  });
  const report = await office.run(winter('11-24 09:00'));
  expect(report).toMatchObject({ exitCode: 0, errors: [], warnings: [], kinds: [{ sent: names.length }] });
  expect(office.rows('SELECT attempt FROM messages')).toEqual(names.map(() => ({ attempt: 1 })));
});
