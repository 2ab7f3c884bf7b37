import type { SMTPConnectionCustomAuthContext as Context } from 'nodemailer/lib/smtp-connection';
import { withAsciiDomain } from '../../address.js';
import type { SmtpError } from '../classify.js';
import type { SmtpConnection } from '../smtp-connection.js';

const method = 'ENVELOPE';

/**
 * Asks a server whether it accepts a sender and a recipient, without sending a mail. nodemailer's `send` always goes on
 * to DATA, and it lets only login methods send single commands. So this logs in with an invented method, whose handler
 * sends MAIL, RCPT and RSET: at once if the server offers PIPELINING, as it would get them with a mail. That method
 * uses no user and no password.
 */
export class EnvelopeCheck {
  /** For nodemailer's option `customAuth`. */
  readonly methods = { [method]: (context: Context) => this.send(context) };
  private commands: readonly (readonly [string, string])[] = [];
  private refusal: SmtpError | undefined;
  private connection: SmtpConnection | undefined;

  /** @throws the error of the connection, or the first refusal */
  async run(connection: SmtpConnection, from: string, to: string): Promise<void> {
    const [sender, recipient] = [withAsciiDomain(from), withAsciiDomain(to)];
    const utf8 = /[^\x20-\x7e]/.test(sender + recipient) ? ' SMTPUTF8' : '';
    this.commands = [
      ['MAIL FROM', `MAIL FROM:<${sender}>${utf8}`],
      ['RCPT TO', `RCPT TO:<${recipient}>`],
      ['RSET', 'RSET'],
    ];
    this.connection = connection;
    await connection.runMethod(method, from);
    if (this.refusal !== undefined) throw Object.assign(new Error(this.refusal.message), this.refusal);
  }

  private async send(context: Context): Promise<void> {
    const ask = async ([command, text]: (typeof this.commands)[number]) => {
      this.connection?.announce(text);
      const { status, response } = await context.sendCommand(text);
      if (status < 400 || command === 'RSET') return;
      this.refusal ??= { message: response, response, responseCode: status, code: 'EENVELOPE', command };
    };
    if (!context.extensions.includes('PIPELINING')) {
      for (const command of this.commands) {
        await ask(command);
        if (this.refusal !== undefined) return;
      }
      return;
    }
    // In one packet. nodemailer writes each command in a later turn of the event loop.
    const socket = this.connection?.socket;
    socket?.cork();
    const replies = this.commands.map(ask);
    setImmediate(() => socket?.uncork());
    await Promise.all(replies);
  }
}
