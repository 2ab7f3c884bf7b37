import { createTransport } from 'nodemailer';
import { parseLoopArguments, timeLoop } from './loop.js';

/** Sends with a nodemailer pool in a loop, without state or rendering. */
const { mails, port, connections } = parseLoopArguments();
const transport = createTransport({
  host: '127.0.0.1',
  port,
  ignoreTLS: true,
  pool: true,
  maxConnections: connections,
});
await timeLoop(mails, connections, ({ to, subject, text, html }) =>
  transport.sendMail({ from: 'powiadomienia@klos.example', to, subject, text, html }),
);
transport.close();
