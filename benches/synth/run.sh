#!/usr/bin/env bash
# Times `bellwether synth` at several sizes, with its memory, and a plain Python generator of as
# many A&E rows beside it.
# Usage: benches/synth/run.sh [FOLDER]   (needs about 4 GB there, GNU time and python3)
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d "${1:-/tmp}/bellwether-synth.XXXX")
trap 'rm -rf "$scratch"' EXIT
cargo build --release -q -p bellwether-synth --example write_district
for patients in 5000 200000 1000000; do
    echo "== $patients patients, four years"
    /usr/bin/time -f "%e s elapsed, %U s user, %M kB at most" \
        "${CARGO_TARGET_DIR:-target}/release/examples/write_district" "$patients" 1 "$scratch/district" |
        tee "$scratch/said" | tail -1
    du -sh "$scratch/district" | cut -f1
    rows=$(awk '$2 == "ae_attendances" { print $1 }' "$scratch/said")
    echo "-- plain Python, $rows A&E rows alone"
    python3 benches/synth/plain.py "$rows" "$scratch/plain.csv"
    rm -rf "$scratch/district"
done
