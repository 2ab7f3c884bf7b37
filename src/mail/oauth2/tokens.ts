import type { OAuth2Config, SmtpConfig } from '../../config/index.js';
import type { AccessToken } from './request-token.js';

/**
 * The access tokens of one account, kept in memory until they expire and shared by all its connections. A token that
 * the mail server refuses is replaced once. The new token is then used until it expires.
 */
export class Tokens {
  /** Counts replacements. A connection whose token was refused retries only if there is a newer one. */
  generation = 0;
  /** The tokens of this process so far, the newest last, to mask them in what a server says. */
  readonly issued: string[] = [];
  private current: Promise<AccessToken> | undefined;
  private isRenewed = false;

  constructor(
    private readonly config: OAuth2Config,
    private readonly user: string,
  ) {}

  /** Returns a valid token; requests one if needed. @throws MAILBOX_TOKEN_REFUSED or MAILBOX_TOKEN_UNREACHABLE */
  async token(): Promise<string> {
    const { current } = this;
    if (current === undefined) return this.replace();
    const { value, usableUntil } = await current;
    if (performance.now() < usableUntil) return value;
    if (this.current !== current) return this.token();
    this.isRenewed = false;
    return this.replace();
  }

  /** Replaces a token that was refused. Returns the present token if it already is a replacement. */
  async renew(): Promise<string> {
    if (!this.isRenewed) {
      this.isRenewed = true;
      this.generation += 1;
      return this.replace();
    }
    return this.token();
  }

  private async replace(): Promise<string> {
    const request = import('./request-token.js').then(({ requestToken }) => requestToken(this.config, this.user));
    this.current = request;
    request.catch(() => {
      if (this.current === request) this.current = undefined;
    });
    const { value } = await request;
    if (!this.issued.includes(value)) this.issued.push(value);
    return value;
  }
}

const cache = new WeakMap<OAuth2Config, Tokens>();

/** The tokens of an account, one instance per account and process; undefined if the account does not use OAuth2. */
export function tokensOf({ login }: SmtpConfig): Tokens | undefined {
  if (login === undefined || !('oauth2' in login)) return undefined;
  const tokens = cache.get(login.oauth2) ?? new Tokens(login.oauth2, login.user);
  cache.set(login.oauth2, tokens);
  return tokens;
}
