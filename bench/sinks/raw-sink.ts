import { createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * An SMTP server that accepts every mail and stores none. Used if Postfix's smtp-sink is not installed. It refuses
 * recipients whose address begins with `refused`.
 */
const banner = '220 sink ESMTP\r\n';
const ehloReply = '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES\r\n';

function replyTo(command: string): string {
  switch (command.slice(0, 4).toUpperCase()) {
    case 'EHLO':
      return ehloReply;
    case 'DATA':
      return '354 end with a dot\r\n';
    case 'QUIT':
      return '221 bye\r\n';
    case 'RCPT':
      return /<refused/i.test(command) ? '550 5.1.1 no such user here\r\n' : '250 2.1.5 ok\r\n';
    default:
      return '250 2.0.0 ok\r\n';
  }
}

function serve(socket: Socket): void {
  let [rest, isBody, hasRecipient] = ['', false, false];
  socket
    .setNoDelay(true)
    .on('error', () => undefined)
    .write(banner);
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    rest += chunk;
    for (;;) {
      const ending = isBody ? '\r\n.\r\n' : '\r\n';
      const end = rest.indexOf(ending);
      if (end < 0) break;
      const command = rest.slice(0, end);
      rest = rest.slice(end + ending.length);
      if (isBody) {
        isBody = false;
        socket.write('250 2.0.0 taken\r\n');
        continue;
      }
      const verb = command.slice(0, 4).toUpperCase();
      const reply = verb === 'DATA' && !hasRecipient ? '554 5.5.1 no recipients\r\n' : replyTo(command);
      if (verb === 'RCPT') hasRecipient = reply.startsWith('250');
      isBody = reply.startsWith('354');
      socket.write(reply);
      if (verb === 'QUIT') socket.end();
    }
    // Drops the received part of a body except its end, which may be the first half of the final dot.
    if (isBody && rest.length > 4) rest = rest.slice(-4);
  });
}

const server = createServer(serve).listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
