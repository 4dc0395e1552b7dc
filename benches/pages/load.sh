#!/usr/bin/env bash
# Asks each page of a served demonstration 100 times a second while one writer posts updates, and
# prints how long answers took. Loopback only.
#   benches/pages/load.sh [SECONDS A PAGE] [ADDRESS]
# Needs `hey` (Debian package of that name). Serve the demonstration first: make demo, or
#   target/release/bellwether demo --home /tmp/load-home --serve
set -euo pipefail
seconds=${1:-60}
address=${2:-http://127.0.0.1:8080}
case "$address" in http://127.0.0.1:*|http://localhost:*) ;; *) echo "loopback only" >&2; exit 2 ;; esac
jar=$(mktemp); trap 'kill "${writer:-}" 2>/dev/null || true; rm -f "$jar"' EXIT

curl -s -c "$jar" -o /dev/null --data-urlencode 'email=performance@larkmere.example' \
  --data-urlencode 'password=look around the district' -d next= "$address/sign-in"
cookie="bellwether=$(awk '$6 == "bellwether" { print $7 }' "$jar")"

# One writer, about five updates a second, each on what it has just seen.
write() {
  while :; do
    page=$(curl -s -b "$cookie" "$address/commitments/1")
    csrf=$(grep -oE 'name="csrf" value="[0-9a-f]+"' <<<"$page" | tail -n 1 | cut -d'"' -f4)
    seen=$(grep -oE 'name="seen" value="[0-9]*"' <<<"$page" | head -n 1 | cut -d'"' -f4)
    curl -s -o /dev/null -b "$cookie" -H "Origin: $address" -d "csrf=$csrf" -d "seen=$seen" \
      -d status=on_track -d note=Load "$address/commitments/1/updates"
    sleep 0.2
  done
}
write & writer=$!

printf '%-34s %8s %8s %8s  %s\n' page p50_ms p99_ms max_ms answers
for page in / /signals /plans /plans/1 /commitments/10 /indicators /indicators/AE4 \
  /organisations /organisations/ZLK /organisations/ZLH /papers /audit; do
  hey -z "${seconds}s" -c 10 -q 10 -H "Cookie: $cookie" "$address$page" | awk -v page="$page" '
    /Slowest:/ { max = $2 } /50% in/ { p50 = $3 } /99% in/ { p99 = $3 }
    /responses/ && /\[/ { answers = answers " " $1 $2 }
    END { printf "%-34s %8.1f %8.1f %8.1f %s\n", page, p50 * 1000, p99 * 1000, max * 1000, answers }'
done
