import { importPKCS8, SignJWT } from 'jose';
import type { OAuth2Config } from '../../config/index.js';

type ServiceAccount = Extract<OAuth2Config['grant'], { type: 'service-account' }>;

/**
 * Signs the assertion with which a Google service account requests a token (RFC 7523). It is valid for five minutes.
 * @param user the mailbox that the account acts for, by domain-wide delegation
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
