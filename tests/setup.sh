#!/bin/sh
# Installs what the tests use beyond Go: a browser, PDF readers, and a C
# compiler for the race detector. Does nothing where all are there.
set -eu
missing=""
have() { command -v "$1" >/dev/null 2>&1; }
have chromium || have chromium-browser || have google-chrome || missing="$missing chromium"
have pdftotext || missing="$missing poppler-utils"
have qpdf || missing="$missing qpdf"
have gcc || missing="$missing gcc libc6-dev"
[ -z "$missing" ] && exit 0
echo "Installing for the tests:$missing"
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
$sudo apt-get update -q
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends $missing
