/** nodemailer's own limits, two and ten minutes, are too long for a job that cron starts every minute. */
export const smtpTimeouts = { connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 60_000 };

/** Milliseconds one message can take: each phase once at its limit. A lease must outlast it. */
export const longestDelivery =
  smtpTimeouts.connectionTimeout + smtpTimeouts.greetingTimeout + 6 * smtpTimeouts.socketTimeout;
