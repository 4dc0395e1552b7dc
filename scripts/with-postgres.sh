#!/usr/bin/env bash
# Runs a command with BELLWETHER_TEST_POSTGRES naming a PostgreSQL cluster of its own, in a temporary
# folder and on a free loopback port; removes it afterwards.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "PostgreSQL is missing: run 'make tools'" >&2; exit 1; }
folder=$(mktemp -d /tmp/bellwether-postgres.XXXXXX)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null || echo $((20000 + RANDOM % 20000)))

# initdb refuses to run as root, so root hands the folder to the package's own user.
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as_owner() { (cd "$folder" && runuser -u postgres -- "$@"); }
else
  as_owner() { "$@"; }
fi
stop() { as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap stop EXIT

as_owner "$bin/initdb" -D "$folder/data" -U bellwether -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
as_owner "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
  -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c fsync=off -c max_connections=200" \
  start >/dev/null || { cat "$folder/log" >&2; exit 1; }
export BELLWETHER_TEST_POSTGRES="postgres://bellwether@127.0.0.1:$port/postgres"
"$@"
