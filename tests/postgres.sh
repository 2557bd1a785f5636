#!/bin/sh
# Runs a command with QUARTERDAY_TEST_DATABASE_URL naming a PostgreSQL server of
# its own on this machine, which keeps nothing and is stopped at the end:
#   tests/postgres.sh go test ./models
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v postgres || { echo "PostgreSQL is missing: make setup installs it." >&2; exit 1; })")
folder=$(mktemp -d)
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then # a PostgreSQL server does not run as root
	chown postgres "$folder"
	as() { runuser -u postgres -- "$@"; }
fi
cd_from=$PWD
stop() { (cd / && as "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop) || true; rm -rf "$folder"; }
trap stop EXIT
trap 'exit 130' INT TERM
cd /
as "$bin/initdb" -D "$folder/data" -U quarterday -A trust -E UTF8 --locale=C.UTF-8 -N --no-instructions >"$folder/initdb.log" || { cat "$folder/initdb.log" >&2; exit 1; }
# One user has a password, to see what becomes of it.
as sh -c 'printf "host all closed 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n" >"$1"' sh "$folder/data/pg_hba.conf"
for attempt in 1 2 3 4 5 6 7 8 9 10; do
	port=$(awk -v seed="$$$attempt" 'BEGIN { srand(seed); print 20000 + int(rand() * 12000) }')
	if as "$bin/pg_ctl" -D "$folder/data" -s -w -l "$folder/log" start -o "-p $port -h 127.0.0.1 -k '' -F -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB -c autovacuum=off -c wal_level=minimal -c max_wal_senders=0"; then
		cd "$cd_from"
		QUARTERDAY_TEST_DATABASE_URL="postgres://quarterday:not-a-secret@127.0.0.1:$port/postgres?sslmode=disable" "$@"
		exit
	fi
done
cat "$folder/log" >&2
exit 1
