#!/bin/sh
# Adds videxplore to the menus of the desktop for this user, or removes it again:
#   ./desktop-entry.sh            ./desktop-entry.sh --remove
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
id=io.github.videxplore.Videxplore

if [ "${1:-}" = --remove ]; then
    rm -f "$data/applications/$id.desktop" "$HOME/.local/bin/videxplore"
    find "$data/icons/hicolor" -name "$id.*" -delete 2>/dev/null || true
else
    mkdir -p "$data/applications" "$data/icons" "$HOME/.local/bin"
    cp -R "$here/share/icons/hicolor" "$data/icons/"
    sed -e "s|^Exec=videxplore|Exec=\"$here/videxplore\"|" -e "s|^TryExec=.*|TryExec=$here/videxplore|" \
        "$here/share/applications/$id.desktop" > "$data/applications/$id.desktop"
    ln -sf "$here/videxplore" "$HOME/.local/bin/videxplore"
fi
if command -v update-desktop-database > /dev/null; then update-desktop-database -q "$data/applications"; fi
