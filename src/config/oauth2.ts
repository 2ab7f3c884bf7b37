import { z } from 'zod';
import type { ConfigIssue } from '../errors/index.js';
import type { RawAccount } from './account-schema.js';
import type { OAuth2Config } from './config.js';
import { expectation } from './expected-text.js';
import type { Files } from './files.js';
import { Secret } from './secret.js';

const googleTokenUrl = 'https://oauth2.googleapis.com/token';
const googleScope = 'https://mail.google.com/';
/** The application's own rights, not a user's: https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth */
const microsoftScope = 'https://outlook.office365.com/.default';

/** The parts of a Google service account's key file that signing in needs. */
const serviceAccountKey = z.object({
  client_email: z.string().min(1),
  private_key: z.string().includes('PRIVATE KEY'),
  token_uri: z.url(),
});

/** @param setting the path of the group, for faults */
export function oauth2Config(
  setting: string,
  raw: NonNullable<RawAccount['oauth2']>,
  files: Files,
  faults: ConfigIssue[],
): OAuth2Config {
  if (raw.grant === 'service-account')
    return serviceAccount(setting, raw.keyFile, raw.scope ?? googleScope, files, faults);
  const { clientId, tenant } = raw;
  const tokenUrl =
    raw.tokenUrl ??
    (tenant === undefined
      ? googleTokenUrl
      : `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/oauth2/v2.0/token`);
  if (raw.grant === 'client-credentials') {
    return {
      tokenUrl,
      scope: raw.scope ?? microsoftScope,
      grant: { type: raw.grant, clientId, clientSecret: files.secret(`${setting}.clientSecret`, raw.clientSecret) },
    };
  }
  return {
    tokenUrl,
    ...(raw.scope === undefined ? {} : { scope: raw.scope }),
    grant: {
      type: raw.grant,
      clientId,
      refreshToken: files.secret(`${setting}.refreshToken`, raw.refreshToken),
      ...(raw.clientSecret === undefined
        ? {}
        : { clientSecret: files.secret(`${setting}.clientSecret`, raw.clientSecret) }),
    },
  };
}

function serviceAccount(
  setting: string,
  keyFile: string,
  scope: string,
  files: Files,
  faults: ConfigIssue[],
): OAuth2Config {
  const content = files.read(`${setting}.keyFile`, keyFile);
  const key = serviceAccountKey.safeParse(parseJson(content));
  if (!key.success && content !== '') {
    faults.push({
      path: `${setting}.keyFile`,
      found: { code: 'config.found.other' },
      expected: expectation('serviceAccountKey'),
    });
  }
  const {
    client_email: clientEmail,
    private_key: privateKey,
    token_uri: tokenUrl,
  } = key.data ?? { client_email: '', private_key: '', token_uri: '' };
  return { tokenUrl, scope, grant: { type: 'service-account', clientEmail, privateKey: new Secret(privateKey) } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
