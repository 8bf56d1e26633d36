#!/usr/bin/env bash
# Packs the frozen program as one file that runs on most Linux desktops:
#   packaging/appimage/build_appimage.sh FROZEN SHARE VERSION [FOLDER]
# FROZEN is the folder that PyInstaller made, SHARE the folder `share` of the .tar.xz. Needs appimagetool.
set -euo pipefail
frozen=$1 share=$2 version=$3 folder=${4:-dist}
id=io.github.videxplore.Videxplore
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

mkdir -p "$root/usr/lib"
cp -R "$frozen" "$root/usr/lib/videxplore"
cp -R "$share" "$root/usr/share"
cp "$share/applications/$id.desktop" "$share/icons/hicolor/256x256/apps/$id.png" "$root/"
ln -s "$id.png" "$root/.DirIcon"
# The appdata name is the one that appimagetool and older software centres look for.
ln -s "$id.metainfo.xml" "$root/usr/share/metainfo/$id.appdata.xml"
cat > "$root/AppRun" <<'RUN'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/usr/lib/videxplore/videxplore" "$@"
RUN
chmod +x "$root/AppRun"
ARCH=$(uname -m) appimagetool --no-appstream "$root" "$folder/videxplore-$version-$(uname -m).AppImage"
