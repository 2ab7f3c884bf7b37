// Follows the Linux guides command by command on a fresh Debian 13, as an administrator with sudo.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { debian, installDebian } from './linux/debian.js';
import { guideCommands } from './linux/guide-commands.js';

const root = new URL('..', import.meta.url);

/** What the administrator types into the editor: here the mail server is on this host, without TLS. */
const editor = (port) => `#!/bin/sh
sed -i -e 's/host: smtp.klos.example/host: 127.0.0.1/' -e 's/security: starttls/security: none/' \\
  -e 's/#port: 587/port: ${port}/' -e 's/^#logFile:/logFile:/' -e 's/^#  file: .var.log/  file: \\/var\\/log/' \\
  /etc/mobevo-notify/mobevo-notify.config.yaml
echo dobre > /etc/mobevo-notify/smtp-password.txt
`;

/** How this host reaches the registry of npm and the mirror of Debian. */
const network = ['/etc/resolv.conf', '/etc/hosts', '/etc/ssl/certs/ca-certificates.crt'].filter(existsSync);
const variables = [
  'LANG=C.UTF-8',
  'DEBIAN_FRONTEND=noninteractive',
  // Debian's scripts then start no service.
  'RUNLEVEL=1',
  ...(process.env.NODE_EXTRA_CA_CERTS === undefined ? [] : [`NODE_EXTRA_CA_CERTS=${network.at(-1)}`]),
];

/** Ends with another code than the shell's own if systemd does not run, as in any container. */
const needsSystemd = /^(systemctl list-timers|journalctl) /;

/** What a scheduler does with what the guides have installed. */
const afterwards = [
  'sudo mobevo-notify run --quiet',
  'sudo -u mobevo mobevo-notify run --quiet',
  'test "$(sudo stat --format %U /var/log/mobevo-notify/mobevo-notify.log)" = mobevo',
  'sudo systemd-analyze verify /etc/systemd/system/mobevo-notify.service /etc/systemd/system/mobevo-notify-*.timer',
  `cd / && sudo -u mobevo sh -c "$(sed -n 's/^ExecStart=//p' /etc/systemd/system/mobevo-notify.service)"`,
  `sudo -u mobevo env -i PATH="$(sed -n 's/^PATH=//p' /etc/cron.d/mobevo-notify)" sh -c "$(sed -n 's/^.* mobevo cd/cd/p' /etc/cron.d/mobevo-notify)"`,
  'test -L /etc/systemd/system/timers.target.wants/mobevo-notify-every-minute.timer',
].map((command) => ({ page: 'what a scheduler does', command }));

/** Runs each command in a shell of the account admin, and stops at the first that fails. */
function shellScript(commands) {
  const steps = commands.map(
    (_, number) =>
      `echo "== ${number}"; su - admin -c '. /mnt/environment; sh /mnt/step-${number}' || { echo "failed with $?"; exit 1; }`,
  );
  return [
    'install -m 755 /mnt/nano /usr/local/bin/nano',
    'useradd --create-home admin && echo "admin ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/admin',
    `echo 'Defaults env_keep += "NODE_EXTRA_CA_CERTS DEBIAN_FRONTEND RUNLEVEL"' >> /etc/sudoers.d/admin`,
    ...network.map((file) => `cp /mnt/${basename(file)} ${file}`),
    ...steps,
  ].join('\n');
}

async function follow(folder, commands) {
  commands.forEach(({ command }, number) => writeFileSync(join(folder, `step-${number}`), `${command}\n`));
  const layers = join(folder, 'layers');
  mkdirSync(layers);
  const inOverlay = new URL('linux/in-overlay.sh', import.meta.url).pathname;
  const child = spawn(
    'unshare',
    ['--mount', '--pid', '--fork', '--kill-child', 'sh', inOverlay, layers, debian, folder],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  child.stdin.end(shellScript(commands));
  const code = await new Promise((resolve) => child.on('exit', resolve));
  return { code, output };
}

async function main() {
  const problem = installDebian();
  if (problem !== undefined) {
    console.log(`Skipped the Linux guides: ${problem}.`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'mobevo-linux-'));
  chmodSync(folder, 0o755);
  const received = [];
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ password }, _session, done) => done(password === 'dobre' ? null : new Error('wrong'), { user: 'p' }),
    onData(stream, session, done) {
      received.push(session.envelope.rcptTo[0].address);
      stream.resume().on('end', done);
    },
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
    });
    const tarball = `/mnt/${JSON.parse(packed)[0].filename}`;
    writeFileSync(join(folder, 'nano'), editor(server.server.address().port));
    for (const file of network) copyFileSync(file, join(folder, basename(file)));
    writeFileSync(join(folder, 'environment'), `export ${variables.join(' ')}\n`);
    const all = [...guideCommands(tarball), ...afterwards];
    const commands = all.filter(({ command }) => !needsSystemd.test(command));
    const { code, output } = await follow(folder, commands);
    const parts = output.split(/^== \d+\n/m).slice(1);
    commands.forEach(({ page, command }, number) => {
      const isLast = number === parts.length - 1;
      if (number >= parts.length) return;
      console.log(`${isLast && code !== 0 ? '✗' : '✓'} ${page}: ${command}`);
      if (isLast && code !== 0) console.log(parts[number]);
    });
    for (const { page, command } of all.filter((each) => needsSystemd.test(each.command)))
      console.log(`- ${page}: ${command}: needs a running systemd`);
    console.log(`Mails received: ${received.join(', ')}`);
    if (code !== 0 || received.join() !== 'anna.nowak@biuro.example') process.exitCode = 1;
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
