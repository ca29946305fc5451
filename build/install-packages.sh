#!/bin/sh
# Installs packages on Debian and its kind, as root; anywhere else it does nothing and ends with 1.
#   install-packages.sh                    what `npm test` uses
#   install-packages.sh 'a, b | c'         what satisfies this, written as packages write what they depend on
set -u
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 1
export DEBIAN_FRONTEND=noninteractive

# Where it fails, a list of packages that is there already may do.
update() { apt-get -o Acquire::Retries=1 update -qq >/dev/null 2>&1 || true; }
satisfy() { apt-get satisfy -qq --yes --no-install-recommends "$1" >/dev/null; }

if [ $# -gt 0 ]; then
  echo "Installing what is missing here, once: $1"
  update
  satisfy "$1"
  exit
fi

# The app is shown in it where Electron's own binary cannot be had. Any relative of it does.
needed='chromium' wanted=''
for name in chromium chromium-browser google-chrome google-chrome-stable microsoft-edge; do
  if command -v $name >/dev/null; then needed=''; fi
done
# The UI tests take a quarter less time in it, and do without where it is not to be had.
[ -x /usr/lib/chromium/chromium-headless-shell ] || wanted='chromium-headless-shell'
# The tests that run the copied commands skip without it, and say so.
command -v aws >/dev/null || wanted="$wanted awscli"
[ -n "$needed$wanted" ] || exit 0

echo "Installing what the tests use, once: $needed $wanted"
update
# All at once where that works: it is the quickest.
# shellcheck disable=SC2086 # one word for each package
apt-get install -qq --yes --no-install-recommends $needed $wanted >/dev/null 2>&1 && exit 0
[ -z "$needed" ] || satisfy "$needed" || exit 1
for package in $wanted; do
  satisfy "$package" 2>/dev/null || echo "$package could not be installed: the tests do without it."
done
