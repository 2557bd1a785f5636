#!/bin/sh
# Measures the documents and the same content by other programs in the same run,
# and says how many times as long those take.
set -eu
cd "$(dirname "$0")/.."
out=$(mktemp)
trap 'rm -f "$out"' EXIT
go test -run '^$' -bench 'Minutes|Tracker|TenAtOnce' -benchtime 2s -timeout 15m ./bench/ | tee "$out"
awk '
/^Benchmark/ { split($1, name, "-"); time[name[1]] = $3 }
END {
	for (kind in time) {
		if (kind !~ /By/) continue
		ours = kind ~ /Minutes/ ? time["BenchmarkMinutes12Pages"] : time["BenchmarkTracker200Rows"]
		if (ours > 0) printf "%s takes %.0f times as long\n", substr(kind, 10), time[kind] / ours
	}
}' "$out" | sort
