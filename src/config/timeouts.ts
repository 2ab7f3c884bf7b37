import { z } from 'zod';
import { duration } from './fields.js';

const timeout = (byDefault: string) => duration('1 second', '1 hour').prefault(byDefault);

/**
 * Schema of an account's `timeouts`. The defaults are those of RFC 5321, 4.5.3.2, because servers with slow filters use
 * minutes before they answer. The RFC says nothing about TCP: a host that does not answer within 30 seconds is down.
 */
export const timeoutsSchema = z
  .strictObject({
    connect: timeout('30 seconds').describe('the lookup of the name, TCP, and TLS if the connection starts with it'),
    greeting: timeout('5 minutes').describe("the server's greeting"),
    command: timeout('5 minutes').describe('each of EHLO, STARTTLS, AUTH and RSET'),
    mail: timeout('5 minutes').describe('the reply to MAIL'),
    rcpt: timeout('5 minutes').describe('the reply to RCPT'),
    data: timeout('2 minutes').describe('the reply to DATA'),
    block: timeout('3 minutes').describe('sending each megabyte of a message'),
    dot: timeout('10 minutes').describe('the reply to the end of a message'),
  })
  .prefault({});

/** Milliseconds. */
export type Timeouts = z.output<typeof timeoutsSchema>;
