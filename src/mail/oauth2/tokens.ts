import type { OAuth2Config, SmtpConfig } from '../../config/index.js';
import type { AccessToken } from './request-token.js';

/**
 * The access tokens of one account, kept in memory until they expire, and shared by all its connections. A token
 * that the mail server refuses is replaced once; the one that replaces it stays until it expires.
 */
export class Tokens {
  /** Counts replacements, so that who was refused can tell whether there is another token by now. */
  generation = 0;
  private current: Promise<AccessToken> | undefined;
  private isRenewed = false;

  constructor(
    private readonly config: OAuth2Config,
    private readonly user: string,
  ) {}

  /** @throws MAILBOX_TOKEN_REFUSED or MAILBOX_TOKEN_UNREACHABLE */
  async token(): Promise<string> {
    const held = this.current;
    if (held === undefined) return this.replaced();
    const { value, usableUntil } = await held;
    if (performance.now() < usableUntil) return value;
    if (this.current !== held) return this.token();
    this.isRenewed = false;
    return this.replaced();
  }

  /** Another token in place of one that was refused; the same when that was done before. */
  async renewed(): Promise<string> {
    if (!this.isRenewed) {
      this.isRenewed = true;
      this.generation += 1;
      return this.replaced();
    }
    return this.token();
  }

  private async replaced(): Promise<string> {
    const request = import('./request-token.js').then(({ requestToken }) => requestToken(this.config, this.user));
    this.current = request;
    request.catch(() => {
      if (this.current === request) this.current = undefined;
    });
    return (await request).value;
  }
}

const known = new WeakMap<OAuth2Config, Tokens>();

/** The tokens of an account that signs in with them, the same for all that ask in this process. */
export function tokensOf({ login }: SmtpConfig): Tokens | undefined {
  if (login === undefined || !('oauth2' in login)) return undefined;
  const tokens = known.get(login.oauth2) ?? new Tokens(login.oauth2, login.user);
  known.set(login.oauth2, tokens);
  return tokens;
}
