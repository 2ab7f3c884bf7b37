import { stripVTControlCharacters } from 'node:util';
import { formatLocalTime, visibleText } from '../../messages/index.js';
import type { Attempt, ListedMessage } from '../../outbox/index.js';
import type { Output } from '../output.js';
import { colouredState } from '../message-state.js';

/**
 * Two lines per message: what it is and its state, and its last attempt with the server's reply. If that is wider than
 * the terminal, one line for each thing, with its name.
 * @param zone the office's time zone
 */
export function listLines(output: Output, messages: readonly ListedMessage[], zone: string): string[] {
  const idWidth = Math.max(0, ...messages.map(({ id }) => id.length)) + 1;
  const kindWidth = Math.max(0, ...messages.map(({ kind }) => kind.length));
  const indent = ' '.repeat(idWidth + 2);
  const lastAttempt = (message: ListedMessage) =>
    lastAttemptText(output, message, zone).map((text) => output.colours.dim(text));
  const lines = messages.map((message) =>
    [
      output.colours.dim(`#${message.id}`.padStart(idWidth)),
      formatLocalTime(new Date(message.plannedAt), zone),
      message.kind.padEnd(kindWidth),
      `${recipientText(message)}: ${stateText(output, message, zone)}`,
    ].join('  '),
  );
  const width = output.width ?? Number.POSITIVE_INFINITY;
  if (lines.some((line) => stripVTControlCharacters(line).length > width))
    return messages.flatMap((message) => [
      `${output.colours.dim(`#${message.id}`)} ${message.kind}`,
      `  ${output.text('preview.labelled.planned', { at: formatLocalTime(new Date(message.plannedAt), zone) })}`,
      `  ${output.text('preview.labelled.recipient', { recipient: recipientText(message) })}`,
      `  ${output.text('preview.labelled.state', { state: stateText(output, message, zone) })}`,
      ...lastAttempt(message).map((text) => `  ${text}`),
    ]);
  return messages.flatMap((message, index) => [
    lines[index]!,
    ...lastAttempt(message).map((text) => `${indent}${text}`),
  ]);
}

function stateText(output: Output, message: ListedMessage, zone: string): string {
  const { state, reason } = message;
  const reasonText = reason === null ? '' : `: ${output.text(`skipped.${reason}`)}`;
  return `${colouredState(output, state)}${reasonText}${nextAttemptText(output, message, zone)}`;
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
