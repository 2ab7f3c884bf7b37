import type sql from 'mssql';
import type { ConnectionString } from './connection-string.js';

type Authentication = NonNullable<sql.config['authentication']>;

/** ADO.NET's methods, and how tedious names them; undefined for a SQL login. */
const methods = {
  sqlpassword: undefined,
  ntlm: undefined,
  activedirectorypassword: 'azure-active-directory-password',
  activedirectoryserviceprincipal: 'azure-active-directory-service-principal-secret',
  activedirectorymanagedidentity: 'azure-active-directory-msi-vm',
  activedirectorymsi: 'azure-active-directory-msi-vm',
  activedirectorydefault: 'azure-active-directory-default',
  activedirectoryintegrated: 'azure-active-directory-default',
  activedirectoryworkloadidentity: 'azure-active-directory-default',
  activedirectoryinteractive: 'azure-active-directory-default',
  activedirectorydevicecodeflow: 'azure-active-directory-default',
} as const;

/**
 * Returns tedious's login options for `Authentication=Active Directory …`; undefined for another login.
 * @throws DATABASE_SETTINGS_INVALID for an unknown method, or if something that it needs is missing
 */
export function entraLogin({ user, password, keywords }: ConnectionString): Authentication | undefined {
  const type = keywords.word('authentication', methods);
  if (type === undefined) return undefined;
  const token = keywords.text('token');
  if (token !== undefined) return { type: 'azure-active-directory-access-token', options: { token } };
  const [clientId, tenantId] = [keywords.text('clientId'), keywords.text('tenantId')];
  switch (type) {
    case 'azure-active-directory-password':
      return {
        type,
        options: { userName: user, password, clientId: keywords.required('clientId'), tenantId },
      } as Authentication;
    case 'azure-active-directory-service-principal-secret': {
      const secret = keywords.text('clientSecret') ?? password ?? keywords.required('clientSecret');
      return {
        type,
        options: {
          clientId: clientId ?? user ?? keywords.required('clientId'),
          clientSecret: secret,
          tenantId: keywords.required('tenantId'),
        },
      };
    }
    case 'azure-active-directory-msi-vm':
      return { type, options: { clientId: clientId ?? user } } as Authentication;
    case 'azure-active-directory-default':
      return { type, options: { clientId } } as Authentication;
  }
}
