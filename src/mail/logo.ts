import type { Logo } from '../config/index.js';

/** Content-ID of the office's logo inside a mail: nothing is fetched from the net. */
export const logoCid = 'logo@mobevo-notify';
export const logoUrl = `cid:${logoCid}`;

/** The HTML part as a browser can show it, which sees no other part of the mail. */
export function inlineLogo(html: string, logo: Logo | undefined): string {
  return logo === undefined
    ? html
    : html.replaceAll(logoUrl, `data:${logo.type};base64,${logo.bytes.toString('base64')}`);
}
