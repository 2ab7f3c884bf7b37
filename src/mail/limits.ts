/** Milliseconds. nodemailer's defaults, two and ten minutes, are too long for a job that cron starts every minute. */
export const smtpTimeouts = { connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 60_000 };

/** Milliseconds that one message can take: every phase at its limit, once. A lease must last longer. */
export const longestDelivery =
  smtpTimeouts.connectionTimeout + smtpTimeouts.greetingTimeout + 6 * smtpTimeouts.socketTimeout;
