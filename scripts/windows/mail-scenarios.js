// Scenarios with an SMTP server, which runs outside Wine.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { SMTPServer } from 'smtp-server';
import { encodings, prepare, unlike } from './office.js';

/** Starts a server with TLS from the first byte. @param onMail called with the number of the mail; false: no reply */
async function startServer(onMail = () => true) {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const seen = { passwords: [], mails: 0 };
  const server = new SMTPServer({
    secure: true,
    key,
    cert,
    onAuth: ({ password, username }, _session, callback) => {
      seen.passwords.push(password);
      callback(null, { user: username });
    },
    onData: (stream, _session, callback) => {
      stream.resume().on('end', () => {
        if (onMail(seen.mails + 1) === false) return;
        seen.mails += 1;
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const mailbox = {
    from: 'biuro@klos.example',
    smtp: {
      host: '127.0.0.1',
      port: server.server.address().port,
      security: 'tls',
      caFile: 'urząd.pem',
      user: 'biuro',
      password: { file: 'hasło.txt' },
    },
  };
  return { seen, cert, mailbox, close: () => new Promise((resolve) => server.close(resolve)) };
}

export const mailScenarios = {
  'SMTP with TLS, and secrets in every encoding': async (office) => {
    const server = await startServer();
    try {
      await prepare(office, { mailbox: server.mailbox });
      const write = (name, bytes) => writeFileSync(join(office.folder, 'mobevo-demo', name), bytes);
      for (const [encoding, encode] of Object.entries(encodings)) {
        write('urząd.pem', encode(server.cert));
        write('hasło.txt', encode('zażółć gęślą\r\n'));
        const wrong = unlike(await office.run(['test-smtp', '--demo']), 0);
        if (wrong !== undefined) return `${encoding}: ${wrong}`;
      }
      const different = server.seen.passwords.filter((password) => password !== 'zażółć gęślą');
      if (different.length > 0 || server.seen.passwords.length < 4) return `passwords: ${server.seen.passwords}`;
      write('hasło.txt', Buffer.from('za\xbf\xf3\xb3\xe6', 'latin1'));
      const refused = unlike(await office.run(['run', '--demo']), 78, 'hasło.txt', 'line 1, column 3', 'UTF-8');
      if (refused !== undefined) return refused;
      write('hasło.txt', 'zażółć gęślą');
      const sent = unlike(await office.run(['run', '--demo']), 0);
      return sent ?? (server.seen.mails > 10 ? undefined : `${server.seen.mails} mails`);
    } finally {
      await server.close();
    }
  },

  'a run is killed while it sends, and the next one sends the rest at once': async (office) => {
    let reach;
    const reached = new Promise((resolve) => {
      reach = resolve;
    });
    let isStuck = true;
    const server = await startServer((number) => {
      if (!isStuck || number < 3) return true;
      reach();
      return false;
    });
    try {
      await prepare(office, { mailbox: server.mailbox });
      writeFileSync(join(office.folder, 'mobevo-demo', 'urząd.pem'), server.cert);
      writeFileSync(join(office.folder, 'mobevo-demo', 'hasło.txt'), 'hasło');
      const killed = office.run(['run', '--demo']);
      await Promise.race([reached, killed]);
      killed.child.kill('SIGKILL');
      await killed;
      isStuck = false;
      const before = server.seen.mails;
      const next = unlike(await office.run(['run', '--demo']), 0);
      if (next !== undefined) return next;
      if (server.seen.mails < before + 5) return `${before} mails, then ${server.seen.mails}`;
      return unlike(await office.run(['run', '--check', '--demo']), 0, 'queue: nothing waits');
    } finally {
      await server.close();
    }
  },
};
