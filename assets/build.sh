#!/usr/bin/env bash
# Installs the pinned front-end packages from the npm registry and lays out, in assets/built, exactly
# what the binary embeds. Does nothing when that is already there for this package-lock.json.
set -euo pipefail
cd "$(dirname "$0")"
stamp=$(cat package-lock.json build.sh | sha256sum | cut -d' ' -f1)
[ "$(cat built/.stamp 2>/dev/null || true)" = "$stamp" ] && exit 0

command -v npm >/dev/null || { echo "npm is missing: run 'make tools' first" >&2; exit 1; }
echo "assets: installing the front-end packages" >&2
npm ci --silent
rm -rf built && mkdir -p built/web built/fonts built/test
nhsuk=node_modules/nhsuk-frontend/dist/nhsuk

# The two @font-face rules fetch Frutiger, which is licensed to the NHS alone, from another host.
sed -E 's/@font-face\{[^}]*\}//g; s/"?Frutiger W01"?,//g; s#/\*\# sourceMappingURL=.*##; s#/assets/images/#images/#g' \
  "$nhsuk/nhsuk-frontend.min.css" > built/web/nhsuk-frontend.css
if grep -qE '@font-face|Frutiger|https?://assets' built/web/nhsuk-frontend.css; then
  echo "assets: the style sheet still names a restricted font or another host" >&2; exit 1
fi
mkdir built/web/images
for icon in $(grep -oE 'nhsuk-icon-[a-z-]+\.svg' built/web/nhsuk-frontend.css | sort -u); do
  cp "$nhsuk/assets/images/$icon" built/web/images/
done
sed -E 's#//\# sourceMappingURL=.*##' "$nhsuk/nhsuk-frontend.min.js" > built/web/nhsuk-frontend.js
inter=node_modules/@expo-google-fonts/inter
cp "$inter/400Regular/Inter_400Regular.ttf" "$inter/400Regular_Italic/Inter_400Regular_Italic.ttf" \
   "$inter/600SemiBold/Inter_600SemiBold.ttf" "$inter/700Bold/Inter_700Bold.ttf" built/fonts/
cp "$inter/LICENSE_FONT" built/fonts/LICENSE
cp node_modules/axe-core/axe.min.js built/test/axe.js
echo "$stamp" > built/.stamp
