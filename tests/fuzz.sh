#!/bin/sh
# Runs every fuzz target for a minute (FUZZTIME to change), one after another.
set -eu
said=$(mktemp)
trap 'rm -f "$said"' EXIT
for package in $(go list ./...); do
  for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
    echo "$package $target"
    if ! go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-60s}" -fuzzminimizetime 10x "$package" >"$said" 2>&1; then
      cat "$said"
      # Go's fuzzing now and then fails as its time ends, with no input that failed.
      if ! grep -q 'context deadline exceeded' "$said" || grep -q 'Failing input\|panic:' "$said"; then
        exit 1
      fi
    fi
    tail -n 1 "$said"
  done
done
