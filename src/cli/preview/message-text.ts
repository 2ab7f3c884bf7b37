import { formatLocalTime, visibleText } from '../../messages/index.js';
import type { Attempt, ListedMessage } from '../../outbox/index.js';
import type { Output } from '../output.js';
import { colouredState } from '../message-state.js';

/**
 * Two lines per message: what it is and its state, and its last attempt with the server's reply.
 * @param zone the office's time zone
 */
export function listLines(output: Output, messages: readonly ListedMessage[], zone: string): string[] {
  const idWidth = Math.max(0, ...messages.map(({ id }) => id.length)) + 1;
  const kindWidth = Math.max(0, ...messages.map(({ kind }) => kind.length));
  const indent = ' '.repeat(idWidth + 2);
  return messages.flatMap((message) => {
    const { id, kind, state, plannedAt } = message;
    const reason = message.reason === null ? '' : `: ${output.text(`skipped.${message.reason}`)}`;
    const line = [
      output.colours.dim(`#${id}`.padStart(idWidth)),
      formatLocalTime(new Date(plannedAt), zone),
      kind.padEnd(kindWidth),
      `${recipientText(message)}: ${colouredState(output, state)}${reason}${nextAttemptText(output, message, zone)}`,
    ].join('  ');
    return [line, ...lastAttemptText(output, message, zone).map((text) => `${indent}${output.colours.dim(text)}`)];
  });
}

function recipientText({ name, address, recipient }: ListedMessage): string {
  const text = name === null || address === null ? (address ?? name ?? recipient) : `${name} <${address}>`;
  return visibleText(text);
}

function nextAttemptText(output: Output, { state, nextAttemptAt }: ListedMessage, zone: string): string {
  if (nextAttemptAt === null || (state !== 'deferred' && state !== 'unknown')) return '';
  return `, ${output.text('preview.nextAttempt', { at: formatLocalTime(new Date(nextAttemptAt), zone) })}`;
}

function lastAttemptText(output: Output, { lastAttemptAt, account, reply }: ListedMessage, zone: string): string[] {
  if (lastAttemptAt === null || account === null) return [];
  const at = formatLocalTime(new Date(lastAttemptAt), zone);
  return [`${output.text('preview.lastAttempt', { at, account })}${replyText(reply)}`];
}

/** One line for an attempt: when, through which account, how it ended and what the server replied. */
export function attemptLine(output: Output, { attempt, startedAt, account, reply }: Attempt, zone: string): string {
  const at = formatLocalTime(new Date(startedAt), zone);
  return `  ${output.text('preview.attempt', { attempt, at, account })}${replyText(reply)}`;
}

function replyText(reply: string | null): string {
  return reply === null || reply === '' ? '' : `: ${visibleText(reply)}`;
}
