import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import type { Behaviour, Moment, Records, Script, ScriptedOptions, Stage } from './scripted-smtp.js';

const usualReplies: Record<Stage, string> = {
  banner: '220 smtp.example ESMTP',
  ehlo: '250 smtp.example',
  starttls: '220 2.0.0 ready',
  auth: '235 2.7.0 OK',
  mail: '250 2.1.0 OK',
  rcpt: '250 2.1.5 OK',
  data: '354 go on',
  body: '',
  dot: '250 2.0.0 queued',
  rset: '250 2.0.0 OK',
  quit: '221 2.0.0 bye',
};

/** Serves one connection. */
export function converse(socket: Socket, options: ScriptedOptions, records: Records): void {
  new Conversation(socket, options, records).begin();
}

class Conversation {
  /** The connection itself, or TLS over it. */
  private socket: Socket;
  private isEncrypted = false;
  private isOver = false;
  /** True after a 334: the next line continues the login and is not a command. */
  private isLoggingIn = false;
  private sender = '';
  private recipient: string | undefined;
  private isRecipientAccepted = false;
  /** The message so far, from DATA to the final dot. */
  private body: string | undefined;
  private hasBodyBegun = false;
  /** Received bytes that are not processed yet, as Latin-1. */
  private unread = '';
  /** Chain of the replies, so that they are sent one after another. */
  private work = Promise.resolve();

  constructor(
    private readonly raw: Socket,
    private readonly options: ScriptedOptions,
    private readonly records: Records,
  ) {
    this.socket = raw;
    raw.on('error', () => undefined);
  }

  begin(): void {
    if (this.options.implicitTls === true) this.encrypt();
    else this.listen();
    this.work = this.work.then(() => this.respond('banner'));
  }

  private listen(): void {
    this.socket.on('data', (data: Buffer) => {
      this.unread += data.toString('latin1');
      this.work = this.work.then(() => this.read());
    });
  }

  private encrypt(): void {
    this.raw.removeAllListeners('data');
    this.socket = new TLSSocket(this.raw, { isServer: true, ...this.options.certificate });
    this.socket.on('error', () => undefined);
    this.isEncrypted = true;
    this.listen();
  }

  /** Processes the received commands and messages, one reply at a time. */
  private async read(): Promise<void> {
    while (!this.isOver) {
      if (this.body !== undefined) {
        if (!(await this.readBody())) return;
        continue;
      }
      const end = this.unread.indexOf('\n');
      if (end === -1) return;
      const line = utf8(this.unread.slice(0, end).replace(/\r$/, ''));
      this.unread = this.unread.slice(end + 1);
      const { pipelined } = this.options;
      const isPipelined = this.unread !== '' && pipelined !== undefined;
      if (isPipelined) this.unread = '';
      if (isPipelined && pipelined === 'refused') this.socket.end('554 5.5.0 Error: SMTP protocol synchronization\r\n');
      else await this.obey(line);
    }
  }

  /** @returns false while the end of the message has not arrived */
  private async readBody(): Promise<boolean> {
    if (this.unread !== '' && !this.hasBodyBegun) {
      this.hasBodyBegun = true;
      await this.respond('body');
      return true;
    }
    const text = this.body! + this.unread;
    // Add a line break in front: after a refused RCPT with pipelined DATA a client sends only the dot.
    const end = `\r\n${text}`.indexOf('\r\n.\r\n');
    this.body = end === -1 ? text : text.slice(0, end);
    this.unread = end === -1 ? '' : text.slice(end + '.\r\n'.length);
    if (end === -1) return false;
    await this.respond('dot', this.isRecipientAccepted ? undefined : '554 5.5.1 no valid recipients');
    this.body = undefined;
    return true;
  }

  private async obey(command: string): Promise<void> {
    this.records.commands.push(command);
    if (this.isLoggingIn) return this.respond('auth');
    const [, verb = '', path = ''] = /^(\w+)(?:.*<(.*)>)?/.exec(command) ?? [];
    switch (verb.toUpperCase()) {
      case 'HELO':
        return this.respond('ehlo');
      case 'EHLO':
        return this.respond('ehlo', this.capabilities());
      case 'STARTTLS':
        return this.respond('starttls', this.options.certificate === undefined ? '502 5.5.1 not here' : undefined);
      case 'AUTH':
        return this.respond('auth');
      case 'MAIL':
        [this.sender, this.recipient] = [path, undefined];
        return this.respond('mail');
      case 'RCPT':
        this.recipient = path;
        return this.respond('rcpt');
      case 'DATA':
        return this.respond('data');
      case 'RSET':
        return this.respond('rset');
      case 'QUIT':
        await this.respond('quit');
        return;
      default:
        this.socket.write('500 5.5.1 unknown command\r\n');
    }
  }

  private capabilities(): string {
    const { extensions = [], certificate } = this.options;
    const canEncrypt = certificate !== undefined && !this.isEncrypted;
    const lines = ['smtp.example', ...extensions, ...(canEncrypt ? ['STARTTLS'] : [])];
    return lines.map((line, index) => `250${index < lines.length - 1 ? '-' : ' '}${line}`).join('\n');
  }

  private async respond(stage: Stage, usualReply = usualReplies[stage]): Promise<void> {
    const { recipient } = this;
    if (recipient !== undefined) this.records.progress.set(recipient, stage);
    const behaviour = behaviourAt(this.options.script, { stage, recipient });
    if (behaviour.delay !== undefined) await pause(behaviour.delay);
    if (behaviour.silence === true) {
      this.isOver = true;
      const start = performance.now();
      this.socket.once('close', () => this.records.silences.push(performance.now() - start));
      return;
    }
    const reply = behaviour.reply ?? (behaviour.drop === true ? '' : usualReply);
    const isAccepted = stage === 'dot' && reply.startsWith('250');
    if (isAccepted) this.keepMessage();
    if (stage === 'quit') this.options.onQuit?.(!this.socket.destroyed && !this.socket.readableEnded);
    await this.send(reply, behaviour);
    if (stage === 'quit') this.socket.end();
    if (isAccepted) this.options.onAccepted?.();
    if (behaviour.drop === true) {
      this.isOver = true;
      this.socket.destroySoon();
    }
    if (stage === 'rcpt') this.isRecipientAccepted = reply.startsWith('2');
    this.isLoggingIn = stage === 'auth' && reply.startsWith('334');
    if (reply.startsWith('354')) [this.body, this.hasBodyBegun] = ['', false];
    if (stage === 'starttls' && reply.startsWith('220')) this.encrypt();
  }

  private async send(reply: string, { drip, split }: Behaviour): Promise<void> {
    if (reply === '') return;
    const bytes = `${reply}\n`.replace(/\r?\n/g, '\r\n');
    if (drip !== undefined)
      for (const byte of bytes) {
        this.socket.write(byte);
        await pause(drip);
      }
    else if (split !== undefined) {
      this.socket.write(bytes.slice(0, bytes.length / 2));
      await pause(split);
      this.socket.write(bytes.slice(bytes.length / 2));
    } else this.socket.write(bytes);
  }

  private keepMessage(): void {
    this.records.received.push({ from: this.sender, to: [this.recipient!], raw: Buffer.from(this.body!, 'latin1') });
    this.records.progress.set(this.recipient!, 'accepted');
  }
}

function behaviourAt(script: Script | undefined, moment: Moment): Behaviour {
  const found = typeof script === 'function' ? script(moment) : script?.[moment.stage];
  return typeof found === 'string' ? { reply: found } : (found ?? {});
}

/** Decodes a command, which is UTF-8 if the client uses SMTPUTF8. */
function utf8(line: string): string {
  return Buffer.from(line, 'latin1').toString('utf8');
}
