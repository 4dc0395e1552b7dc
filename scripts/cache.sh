# Sourced: where compiled dependencies and tools are kept, outside the clone, so that a second clone
# starts warm.
BELLWETHER_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/bellwether"
BELLWETHER_TOOLS="$BELLWETHER_CACHE/tools"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$BELLWETHER_CACHE/target}"
mkdir -p "$CARGO_TARGET_DIR" "$BELLWETHER_TOOLS"

# Cargo tells a changed source by its time stamp and by its path within the workspace, so two clones
# sharing one target folder would take each other's crates for their own. Whenever the clone differs
# from the last one, our own crates are built again; the dependencies stay.
if [ "$(cat "$CARGO_TARGET_DIR/.clone" 2>/dev/null || true)" != "$PWD" ]; then
  rm -rf "$CARGO_TARGET_DIR"/*/.fingerprint/bellwether-* "$CARGO_TARGET_DIR"/*/incremental/bellwether*
  printf '%s\n' "$PWD" > "$CARGO_TARGET_DIR/.clone"
fi
