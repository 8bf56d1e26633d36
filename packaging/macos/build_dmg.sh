#!/usr/bin/env bash
# Signs, packs and notarises the program that PyInstaller made, on macOS 13 or newer:
#   packaging/macos/build_dmg.sh dist/videxplore.app VERSION [FOLDER]
# SIGNING_IDENTITY names a Developer ID certificate of the keychain; without it the program is signed for this
# computer only. NOTARY_PROFILE names credentials that `xcrun notarytool store-credentials` stored; without it
# nothing is sent to Apple, and Gatekeeper asks the user at the first start.
set -euo pipefail
app=$1 version=$2 folder=${3:-dist}
here=$(cd "$(dirname "$0")" && pwd)
identity=${SIGNING_IDENTITY:--}
dmg="$folder/videxplore-$version-macos-$(uname -m).dmg"

# From the inside out: a library that is signed after what contains it breaks the outer signature.
find "$app/Contents" -type f \( -name '*.so' -o -name '*.dylib' \) -print0 |
    xargs -0 codesign --force --timestamp --options runtime --sign "$identity"
codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" --sign "$identity" "$app"
codesign --verify --deep --strict --verbose=2 "$app"

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
cp -R "$app" "$staging/"
ln -s /Applications "$staging/Applications"
hdiutil create -volname "videxplore $version" -srcfolder "$staging" -fs APFS -format ULMO -ov "$dmg"
codesign --force --timestamp --sign "$identity" "$dmg"

if [ -n "${NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$dmg" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$dmg"
    spctl --assess --type open --context context:primary-signature --verbose "$dmg"
fi
shasum -a 256 "$dmg"
