import { importPKCS8, SignJWT } from 'jose';
import type { OAuth2Config } from '../../config/index.js';

type ServiceAccount = Extract<OAuth2Config['grant'], { type: 'service-account' }>;

/**
 * What a Google service account presents in place of a secret (RFC 7523).
 * @param user the mailbox it acts for, by domain-wide delegation
 */
export async function assertion(
  { clientEmail, privateKey }: ServiceAccount,
  audience: string,
  claims: Record<string, string>,
  user: string,
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(clientEmail)
    .setSubject(user)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('5 minutes')
    .sign(await importPKCS8(privateKey.reveal(), 'RS256'));
}
