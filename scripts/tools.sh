#!/usr/bin/env bash
# Installs what the build or the checks need and the machine lacks: Debian packages, and two cargo
# subcommands kept outside the clone. `tools.sh build` is enough for `make demo`, `tools.sh test` adds
# what only the checks use.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/cache.sh

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# need COMMAND PACKAGE...: the packages to install when the command is missing.
missing=()
need() { local command=$1; shift; [ -n "$(PATH="$PATH:/usr/sbin" command -v "$command")" ] || missing+=("$@"); }

need cc gcc libc6-dev
need npm npm
if [ "${1:-build}" = test ]; then
  need chromium chromium
  need chromedriver chromium-driver
  need pdftoppm poppler-utils
  [ -n "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || missing+=(postgresql)
fi
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || { echo "install these first: ${missing[*]}" >&2; exit 1; }
  echo "tools: installing Debian packages: ${missing[*]}" >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
command -v cargo >/dev/null || { echo "a Rust toolchain is missing: see https://rustup.rs" >&2; exit 1; }

if [ "${1:-build}" = test ]; then
  for tool in cargo-deny@0.20.2 cargo-machete@0.9.2; do
    name=${tool%@*} version=${tool#*@}
    if ! "$BELLWETHER_TOOLS/bin/$name" --version 2>/dev/null | grep -q "$version"; then
      echo "tools: building $name $version (once, kept in $BELLWETHER_TOOLS)" >&2
      cargo install --quiet --locked --root "$BELLWETHER_TOOLS" --target-dir "$BELLWETHER_TOOLS/target" "$tool"
      rm -rf "$BELLWETHER_TOOLS/target"
    fi
  done
fi
