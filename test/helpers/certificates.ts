import { generate } from 'selfsigned';

/** A self-signed certificate for a host name, PEM. */
export async function makeCertificate(host: string, isExpired = false): Promise<{ key: string; cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec', extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
    ...(isExpired ? { notBeforeDate: new Date('2020-01-01'), notAfterDate: new Date('2021-01-01') } : {}),
  });
  return { key, cert };
}
