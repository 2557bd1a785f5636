#!/bin/sh
# Installs what the tests use beyond Go: a browser, PDF readers, readers of
# calendars, PostgreSQL, and a C compiler for the race detector. Does nothing where all are there.
set -eu
missing=""
have() { command -v "$1" >/dev/null 2>&1; }
have chromium || missing="$missing chromium"
have pdftotext || missing="$missing poppler-utils"
have qpdf || missing="$missing qpdf"
have gcc || missing="$missing gcc libc6-dev"
ls -d /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || have initdb || missing="$missing postgresql"
# Two libraries that read the calendars we write; Debian's own Python has them.
/usr/bin/python3 -c 'import icalendar, gi; gi.require_version("ICalGLib", "3.0")' 2>/dev/null || missing="$missing python3-icalendar python3-gi gir1.2-ical-3.0"
# What the second opinion on accessible PDF files reads them with.
/usr/bin/python3 -c 'import pikepdf, fontTools' 2>/dev/null || missing="$missing python3-pikepdf python3-fonttools"
[ -z "$missing" ] && exit 0
echo "Installing for the tests:$missing"
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
$sudo apt-get update -q
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends $missing
