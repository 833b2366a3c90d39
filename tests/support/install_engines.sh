#!/bin/sh
# Install what the tests drive besides Python: a PostgreSQL server and Chromium without a window; with `long` also
# LibreOffice, which opens the files of meetings.
# Only for root on a system with apt-get; anybody else keeps what is there, and those tests are skipped
# (or fail, where CI=true says that nothing may be missing).
set -eu
packages=
WINDOWLESS=chromium-headless-shell

have_postgres() {
    test -n "${VSOKO_TEST_PG_URL:-}" && return 0
    for program in /usr/lib/postgresql/*/bin/initdb; do test -x "$program" && return 0; done
    return 1
}

install() {
    apt-get install -qq -y --no-install-recommends "$1" >/dev/null
}

have_postgres || packages="$packages postgresql"
test -x "/usr/bin/$WINDOWLESS" || packages="$packages $WINDOWLESS"
test "${1:-}" != long || command -v soffice >/dev/null || packages="$packages libreoffice-impress"
test -n "$packages" || exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Not installed, only root with apt-get can:$packages" >&2
    exit 0
fi
echo "Installing$packages"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq || test -x /usr/bin/chromium
for package in $packages; do
    # The whole browser is slower and does as well: where it stands, or where the system has no other.
    install "$package" || { test "$package" = "$WINDOWLESS" && install chromium; }
done
