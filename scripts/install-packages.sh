#!/bin/sh
# Installs those of the named Debian or Ubuntu packages that are missing: as root, through sudo, or by telling what to type.
set -eu

installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

command -v dpkg-query >/dev/null || {
    echo "This is neither Debian nor Ubuntu. Install what corresponds to these packages: $*" >&2
    exit 0
}

missing=
for package in "$@"; do
    if [ "$package" = chromium ]; then
        # Any browser of the family will do; Ubuntu ships it under another name.
        if command -v chromium || command -v chromium-browser || command -v google-chrome; then continue; fi >/dev/null
        if grep -q '^ID=ubuntu' /etc/os-release; then package=chromium-browser; fi
    fi
    installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root=sudo
else
    echo "Packages are missing that only root can install. Type this as root, then start again:" >&2
    echo "    apt-get update && apt-get install -y --no-install-recommends$missing" >&2
    exit 1
fi

echo "Installing$missing"
$as_root apt-get -qq update
# shellcheck disable=SC2086  # one word for each package
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $missing >/dev/null
