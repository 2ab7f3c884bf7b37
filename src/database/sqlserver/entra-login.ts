import type sql from 'mssql';
import type { ConnectionString } from './connection-string.js';

type Login = Pick<ConnectionString, 'user' | 'password' | 'clientId' | 'clientSecret' | 'tenantId' | 'token'>;
type Authentication = NonNullable<sql.config['authentication']>;

const authenticationPattern = /(?:^|;)\s*authentication\s*=\s*"?\s*active directory ([a-z ]+?)\s*"?\s*(?:;|$)/i;

/**
 * Returns tedious's login options for `Authentication=Active Directory …`; undefined for another login. mssql's parser
 * knows only two of ADO.NET's methods.
 */
export function entraLogin(
  text: string,
  { user, password, clientId, clientSecret, tenantId, token }: Login,
): Authentication | undefined {
  const method = authenticationPattern.exec(text)?.[1]?.toLowerCase();
  if (method === undefined) return undefined;
  if (token !== undefined) return { type: 'azure-active-directory-access-token', options: { token } };
  switch (method) {
    case 'password':
      return {
        type: 'azure-active-directory-password',
        options: { userName: user, password, clientId, tenantId },
      } as Authentication;
    case 'service principal':
      return {
        type: 'azure-active-directory-service-principal-secret',
        options: { clientId: clientId ?? user, clientSecret: clientSecret ?? password, tenantId },
      } as Authentication;
    case 'managed identity':
    case 'msi':
      return { type: 'azure-active-directory-msi-vm', options: { clientId: clientId ?? user } } as Authentication;
    default:
      return { type: 'azure-active-directory-default', options: { clientId } } as Authentication;
  }
}
