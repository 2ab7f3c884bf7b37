import { mailboxId, type MtaSetup } from './debian-mta.js';

/** Exim 4. @param settings more of its main configuration */
export const exim = (settings = ''): MtaSetup => ({
  name: 'Exim',
  package: 'exim4-daemon-light',
  folders: { 'var/spool/exim4': 'Debian-exim', 'var/log/exim4': 'Debian-exim' },
  command: ['/usr/sbin/exim4', '-bdf'],
  files: (port) => ({
    'etc/exim4/exim4.conf': `
primary_hostname = exim.example
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
smtp_accept_max = 50
smtp_accept_queue_per_connection = 0
host_lookup =
rfc1413_query_timeout = 0s
acl_smtp_rcpt = everything
${settings}
begin acl
everything:
  accept
begin routers
all:
  driver = accept
  transport = maildir
begin transports
maildir:
  driver = appendfile
  directory = /var/mail/all
  maildir_format
  user = vmail
  group = vmail
`,
  }),
});

export const openSmtpd: MtaSetup = {
  name: 'OpenSMTPD',
  package: 'opensmtpd',
  command: ['/usr/sbin/smtpd', '-d', '-f', '/etc/smtpd.conf'],
  files: (port) => ({
    'etc/smtpd.conf': `
table everybody { "@" = vmail }
listen on 127.0.0.1 port ${port}
action "all" maildir "/var/mail/all" virtual <everybody>
match from any for any action "all"
`,
  }),
};

export const postfix: MtaSetup = {
  name: 'Postfix',
  package: 'postfix',
  folders: { 'var/lib/postfix': 'postfix' },
  command: ['/usr/sbin/postfix', 'start-fg'],
  files: (port) => ({
    'etc/postfix/main.cf': `
compatibility_level = 3.6
myhostname = postfix.example
inet_interfaces = 127.0.0.1
mynetworks = 127.0.0.0/8
mydestination =
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:all/
virtual_mailbox_base = /var/mail
virtual_minimum_uid = 100
virtual_uid_maps = static:${mailboxId}
virtual_gid_maps = static:${mailboxId}
maillog_file = /dev/stdout
`,
    'etc/postfix/master.cf': [
      `127.0.0.1:${port} inet n - n - - smtpd`,
      'cleanup unix n - n - 0 cleanup',
      'qmgr unix n - n 300 1 qmgr',
      'rewrite unix - - n - - trivial-rewrite',
      'bounce unix - - n - 0 bounce',
      'defer unix - - n - 0 bounce',
      'trace unix - - n - 0 bounce',
      'proxymap unix - - n - - proxymap',
      'error unix - - n - - error',
      'retry unix - - n - - error',
      'virtual unix - n n - - virtual',
      'anvil unix - - n - 1 anvil',
      'postlog unix-dgram n - n - 1 postlogd',
      '',
    ].join('\n'),
  }),
};
