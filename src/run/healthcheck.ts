import { randomUUID } from 'node:crypto';
import { boundedFetch } from '../bounded-fetch.js';
import type { Secret } from '../config/index.js';
import { ExitCode, NotifyError } from '../errors/index.js';
import type { RunReport } from './report.js';

const limits = { timeoutMs: 3_000, maxBytes: 65_536 };

/**
 * Calls the health check's URL at the start (`/start`), on success (the URL itself) and on failure (`/fail`), as
 * healthchecks.io defines it. All calls of a run have the same run id. A failed call is a warning in the report.
 */
export async function withHealthcheck(address: Secret | undefined, work: () => Promise<RunReport>): Promise<RunReport> {
  if (address === undefined) return work();
  const id = randomUUID();
  const startCall = callHealthcheck(address, id, '/start');
  try {
    const report = await work();
    const warnings = [
      await startCall,
      await callHealthcheck(address, id, report.exitCode === ExitCode.ok ? '' : '/fail'),
    ].filter((warning) => warning !== undefined);
    return { ...report, warnings: [...report.warnings, ...warnings.slice(0, 1)] };
  } catch (error) {
    await startCall;
    await callHealthcheck(address, id, '/fail');
    throw error;
  }
}

async function callHealthcheck(address: Secret, id: string, suffix: string): Promise<NotifyError | undefined> {
  try {
    const url = new URL(address.reveal());
    const headers = basicLogin(url);
    url.pathname = `${url.pathname.replace(/\/$/, '')}${suffix}`;
    url.searchParams.set('rid', id);
    const response = await boundedFetch(url, { method: 'POST', headers }, limits);
    return response.ok ? undefined : healthcheckError(`HTTP ${response.status}`);
  } catch (error) {
    return healthcheckError(fetchReason(error as Error));
  }
}

/** The code or the name of an error of `fetch`, whose message may contain the secret URL. */
function fetchReason({ cause, name }: Error): string {
  const { code, message } = (cause ?? {}) as NodeJS.ErrnoException;
  // `fetch` calls no port of other protocols, such as 25, and gives no code for it.
  return code ?? (message === 'bad port' ? message : name);
}

/** Takes the user and the password out of a URL, because `fetch` accepts none there. @returns the header with them */
function basicLogin(url: URL): Record<string, string> {
  const { username, password } = url;
  if (username + password === '') return {};
  url.username = '';
  url.password = '';
  const login = [username, password].map(decodeURIComponent).join(':');
  return { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
}

function healthcheckError(reason: string): NotifyError {
  return new NotifyError('HEALTHCHECK_SILENT', { reason });
}
