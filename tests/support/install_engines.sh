#!/bin/sh
# Install what the tests drive besides Python: a PostgreSQL server and Chromium.
# Only for root on a system with apt-get; anybody else keeps what is there, and those tests are skipped
# (or fail, where CI=true says that nothing may be missing).
set -eu
packages=

have_postgres() {
    test -n "${VSOKO_TEST_PG_URL:-}" && return 0
    for program in /usr/lib/postgresql/*/bin/initdb; do test -x "$program" && return 0; done
    return 1
}

have_postgres || packages="$packages postgresql"
test -x /usr/bin/chromium || packages="$packages chromium"
test -n "$packages" || exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Not installed, only root with apt-get can:$packages" >&2
    exit 0
fi
echo "Installing$packages"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 - a list of package names
apt-get install -qq -y --no-install-recommends $packages >/dev/null
