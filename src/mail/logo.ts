import type { Logo } from '../config/index.js';

/** Content-ID of the office's logo. The logo is a part of the mail, so that mail programs load nothing from the web. */
export const logoCid = 'logo@mobevo-notify';
export const logoUrl = `cid:${logoCid}`;

/** Returns the HTML part with the logo as a data URL, because a browser has no other part of the mail. */
export function inlineLogo(html: string, logo: Logo | undefined): string {
  return logo === undefined
    ? html
    : html.replaceAll(logoUrl, `data:${logo.type};base64,${logo.bytes.toString('base64')}`);
}
