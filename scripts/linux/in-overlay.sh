# Runs the commands on stdin in a copy of a root folder: an overlay that is thrown away, in a mount namespace of its own.
# Usage: unshare --mount --pid --fork --kill-child sh in-overlay.sh LAYERS ROOT SHARED
# LAYERS is an empty folder. SHARED is a folder that the commands find as /mnt.
set -eu
layers=$1
mount -t tmpfs tmpfs "$layers"
mkdir "$layers/upper" "$layers/work" "$layers/root"
mount -t overlay overlay -o "lowerdir=$2,upperdir=$layers/upper,workdir=$layers/work" "$layers/root"
mount --rbind /dev "$layers/root/dev"
mount -t proc proc "$layers/root/proc"
mount --bind "$3" "$layers/root/mnt"
exec chroot "$layers/root" /bin/sh -s
