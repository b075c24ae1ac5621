#!/bin/sh
# Find the system libraries that Qt needs and this machine lacks.
#
# usage: tools/system_libraries.sh test|run
#
# test: what painting without a screen needs; run: what a window needs on top of it.
# As root on Debian or Ubuntu the missing ones are installed; anybody else is shown the command
# that does it, and the status is 2.
set -eu

need_test='
libglib-2.0.so.0 libglib2.0-0
libfontconfig.so.1 libfontconfig1
libdbus-1.so.3 libdbus-1-3
libxkbcommon.so.0 libxkbcommon0
libEGL.so.1 libegl1
libGL.so.1 libgl1
'
need_x11='
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-shape.so.0 libxcb-shape0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-xkb.so.1 libxcb-xkb1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libX11-xcb.so.1 libx11-xcb1
'
need_wayland='
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
'

case "${1-}" in
test) need=$need_test ;;
run)
    need=$need_test
    if [ -n "${DISPLAY-}" ]; then
        need="$need$need_x11"
    elif [ -n "${WAYLAND_DISPLAY-}" ]; then
        need="$need$need_wayland"
    fi
    ;;
*)
    echo "usage: $0 test|run" >&2
    exit 2
    ;;
esac

# Not on an ordinary user's PATH in Debian.
PATH=$PATH:/usr/sbin:/sbin

if ! command -v ldconfig >/dev/null 2>&1; then
    exit 0 # no way to ask; Qt itself names what it cannot load
fi

missing() {
    known=$(ldconfig -p)
    echo "$need" | while read -r library package; do
        [ -n "$library" ] || continue
        case "$known" in
        *"$library "*) ;;
        *) echo "$1" | grep -q library && echo "$library" || echo "$package" ;;
        esac
    done | tr '\n' ' ' | sed 's/ $//'
}

packages=$(missing package)
[ -n "$packages" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "briefing: these system libraries are missing: $(missing library)" >&2
    exit 2
fi

if [ "$(id -u)" -ne 0 ]; then
    echo "briefing: Qt needs some system libraries; install them with this and try again:" >&2
    echo "sudo apt-get install -y $packages" >&2
    exit 2
fi

echo "briefing: installing $packages"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086  # one word for each package
if ! { apt-get update && apt-get install -y --no-install-recommends $packages; } \
    </dev/null >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "briefing: apt-get could not install $packages" >&2
    exit 2
fi
