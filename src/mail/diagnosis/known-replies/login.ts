import { defineReplies, github, login, microsoft, sender } from './known-reply.js';

/** Replies at the login: methods, passwords and sign-in policies. */
export const loginReplies = defineReplies([
  {
    hint: 'smtp-auth-off',
    provider: microsoft,
    phases: login,
    pattern: /SmtpClientAuthentication is disabled/,
    reply:
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [TY1PR01CA0183.jpnprd01.prod.outlook.com]',
    source: github('nodemailer/nodemailer/issues/1484'),
  },
  {
    hint: 'basic-auth-off',
    provider: microsoft,
    phases: login,
    pattern: /basic authentication is disabled/i,
    reply:
      '535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [PN0PR01CA0024.INDPRD01.PROD.OUTLOOK.COM 2025-01-26T18:54:30.055Z 08DD3DD7D75D7743]',
    source: github('nodemailer/nodemailer/issues/1714'),
  },
  {
    hint: 'basic-auth-off',
    provider: microsoft,
    phases: [...login, ...sender],
    pattern: /5\.7\.30 Basic authentication is not supported/i,
    reply: '550 5.7.30 Basic authentication is not supported for Client Submission.',
    source: 'https://www.captaindns.com/en/blog/microsoft-exchange-basic-auth-smtp-end',
  },
  {
    hint: 'security-defaults',
    provider: microsoft,
    phases: login,
    pattern: /security defaults policy/i,
    reply: "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.",
    source: 'https://docs.bookyourpto.com/features/smtp-troubleshoot',
  },
  {
    hint: 'sign-in-policy',
    provider: microsoft,
    phases: login,
    pattern: /did not meet the criteria to be authenticated/i,
    reply:
      '535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.',
    source: 'https://docs.bookyourpto.com/features/smtp-troubleshoot',
  },
  {
    hint: 'exchange-login',
    provider: 'Microsoft 365, Exchange',
    phases: login,
    pattern: /^535 5\.7\.(3|139) Authentication unsuccessful/,
    reply: '535 5.7.3 Authentication unsuccessful [SN4PR0601CA0002.namprd06.prod.outlook.com]',
    source: github('nodemailer/nodemailer/issues/1071'),
  },
  {
    hint: 'login-method',
    provider: 'Exchange',
    phases: login,
    pattern: /^504 .*[Uu]nrecognized authentication type/,
    reply: '504 5.7.4 Unrecognized authentication type',
    source: github('nodemailer/nodemailer/issues/1060'),
  },
  {
    hint: 'login-method',
    provider: 'Postfix',
    phases: login,
    pattern: /^535 .*Invalid authentication mechanism/,
    reply: '535 5.7.8 Error: authentication failed: Invalid authentication mechanism',
    source: github('splitbrain/dokuwiki-plugin-smtp/issues/65'),
  },
  {
    hint: 'app-password',
    provider: 'Gmail',
    phases: login,
    pattern: /Application-specific password required/,
    reply:
      '534-5.7.9 Application-specific password required. Learn more at\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor o13sm2119833lfg.90 - gsmtp',
    source: github('nodemailer/nodemailer/issues/1116'),
  },
  {
    hint: 'app-password',
    provider: 'Gmail',
    phases: login,
    pattern: /Username and Password not accepted/,
    reply:
      '535-5.7.8 Username and Password not accepted. Learn more at\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials s68sm6561971pjb.38 - gsmtp',
    source: github('nodemailer/nodemailer/issues/1167'),
  },
  {
    hint: 'browser-login',
    provider: 'Gmail',
    phases: login,
    pattern: /log in (with|via) your web browser/,
    reply:
      '534-5.7.9 Please log in with your web browser and then try again. Learn more at\n534 5.7.9  https://support.google.com/mail/?p=WebLoginRequired',
    source: github('kootenpv/yagmail/issues/111'),
  },
  {
    hint: 'too-many-logins',
    provider: 'Gmail',
    phases: login,
    pattern: /Too many login attempts/i,
    reply:
      '454 4.7.0 Too many login attempts, please try again later. 4-20020a056000154400b00203812ca383sm10857871wry.78 - gsmtp',
    source: github('nodemailer/nodemailer/issues/1388'),
  },
  {
    hint: 'starttls-first',
    provider: 'Postfix, Gmail',
    phases: [...login, ...sender],
    pattern: /Must issue a STARTTLS command first/i,
    reply: '530 5.7.0 Must issue a STARTTLS command first',
    source: github('mailpile/Mailpile/issues/2251'),
  },
  {
    hint: 'login-not-offered',
    provider: 'Postfix',
    phases: login,
    pattern: /^503 .*authentication not enabled/i,
    reply: '503 5.5.1 Error: authentication not enabled',
    source: github('mail-in-a-box/mailinabox/issues/2284'),
  },
  {
    hint: 'login-not-offered',
    provider: 'Exim',
    phases: login,
    pattern: /^503 AUTH command used when not advertised/,
    reply: '503 AUTH command used when not advertised',
    source: github('nodemailer/nodemailer/issues/18'),
  },
  {
    hint: 'wrong-password',
    provider: 'Exim (cPanel, DirectAdmin)',
    phases: login,
    pattern: /^535 Incorrect authentication data/,
    reply: '535 Incorrect authentication data',
    source: github('jhomlala/catcher/issues/198'),
  },
  {
    hint: 'wrong-password',
    provider: 'Postfix',
    phases: login,
    pattern: /^535 (5\.7\.\d )?.*(authentication fail|invalid login|authentication credentials invalid)/i,
    reply: '535 5.7.8 Error: authentication failed: authentication failure',
    source: github('catatnight/docker-postfix/issues/31'),
  },
]);
