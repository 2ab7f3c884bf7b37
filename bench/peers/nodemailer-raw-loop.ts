import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { parseLoopArguments, timeLoop } from './loop.js';

/** Sends messages composed beforehand with a nodemailer pool, to measure nodemailer's SMTP alone. */
const { mails, port, connections } = parseLoopArguments();
const from = 'powiadomienia@klos.example';
const composed = await Promise.all(
  mails.map(async ({ to, subject, text, html }) => ({
    to,
    raw: await new MailComposer({ from, to, subject, text, html, textEncoding: 'base64' }).compile().build(),
  })),
);
const transport = createTransport({
  host: '127.0.0.1',
  port,
  ignoreTLS: true,
  pool: true,
  maxConnections: connections,
});
await timeLoop(composed, connections, ({ to, raw }) => transport.sendMail({ envelope: { from, to: [to] }, raw }));
transport.close();
