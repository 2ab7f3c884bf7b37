#!/bin/sh
# Prepares Linux for mobevo-notify: the account, its folders, a configuration to fill in, and the units of systemd.
# Usage: sudo sh set-up.sh sqlserver|sqlite [en|pl]; without a language, that of the host
# Run it again after Node or the package has moved: it writes the units anew and leaves the configuration as it is.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

database=${1:-}
case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
  pl*) language=${2:-pl} ;;
  *) language=${2:-en} ;;
esac
package=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
example=$package/docs/examples/$database.$language
program=$package/bin/mobevo-notify.js
configuration=/etc/mobevo-notify
units=/etc/systemd/system

[ -n "$database" ] && [ -d "$example" ] || fail "Usage: sudo sh $0 sqlserver|sqlite [en|pl]"
[ "$(id -u)" = 0 ] || fail "Only root can do this: sudo sh $0 $*"
node=$(command -v node) || fail 'Node is not in the PATH of root. Install it for all accounts, not below /home or /root.'

id mobevo >/dev/null 2>&1 ||
  useradd --system --user-group --home-dir /var/lib/mobevo-notify --shell /usr/sbin/nologin mobevo
install -d -o root -g mobevo -m 750 "$configuration"
install -d -o mobevo -g mobevo -m 750 /var/lib/mobevo-notify /var/log/mobevo-notify
runuser -u mobevo -- "$node" "$program" --version >/dev/null ||
  fail "The account mobevo cannot start $node $program."

# A configuration of another name would be found, or hidden, by this one.
if ! ls -A "$configuration" | grep -q 'mobevo-notify'; then
  for file in "$example"/*; do
    install -o root -g mobevo -m 640 "$file" "$configuration"
  done
fi

if [ -d "$units" ]; then
  for unit in "$package"/scheduling/systemd/*; do
    sed "s|^ExecStart=/usr/local/bin/mobevo-notify |ExecStart=\"$node\" \"$program\" |" "$unit" >"$units/${unit##*/}"
  done
  if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
fi

ls -l "$configuration"
