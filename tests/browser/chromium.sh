#!/bin/sh
# Have Debian's chromium on PATH. Where it cannot be had, the browser tests are skipped and
# this says why; in CI that fails.
set -u

give_up() {
    echo "Browser tests are skipped: $1" >&2
    [ -z "${CI:-}" ] || exit 1
    exit 0
}

command -v chromium >/dev/null && exit 0
command -v apt-get >/dev/null || give_up "chromium is not on PATH, and there is no apt-get."
[ "$(id -u)" -eq 0 ] || give_up "chromium is not on PATH. Install it: sudo apt-get install chromium"
export DEBIAN_FRONTEND=noninteractive
{ apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null ||
    give_up "apt-get could not install chromium."
