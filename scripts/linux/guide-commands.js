// The commands of the Linux guides, in the order in which an administrator comes to them.
import { readFileSync } from 'node:fs';

/** The commands in the code blocks of a section. */
function commandsOf(page, heading) {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`${page} has no section "${heading}"`);
  return [...section.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, code]) =>
    code
      .trim()
      .split('\n')
      .map((command) => ({ page, command })),
  );
}

/** @param tarball stands for the name of the package, as the guide says while it is not published */
export function guideCommands(tarball) {
  const installation = commandsOf('docs/en/install.md', 'Linux');
  const database = installation.findIndex(({ command }) => command.startsWith('sqlcmd '));
  // The database is a SQLite file, because no SQL Server is at hand.
  installation.splice(database, 1, ...commandsOf('docs/en/source.md', 'A SQLite file'));
  return [
    ...installation,
    ...commandsOf('docs/en/install.md', 'A pickup folder'),
    ...commandsOf('docs/en/schedule.md', 'cron'),
    ...commandsOf('docs/en/schedule.md', 'systemd'),
    ...commandsOf('docs/en/upgrade.md', 'Upgrade'),
  ].map(({ page, command }) => ({
    page,
    command: command
      .replace(/(npm install --global) mobevo-notify\S*/, `$1 ${tarball}`)
      .replace(/(set-up\.sh") sqlserver/, '$1 sqlite')
      // No systemd runs in the other root folder; the timer is switched on for the next start.
      .replace(/^(sudo systemctl enable) --now/, '$1'),
  }));
}
