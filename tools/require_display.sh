#!/bin/sh
# Say in one line that there is no screen to open a window on, and end with status 2.
set -eu

if [ -n "${DISPLAY-}${WAYLAND_DISPLAY-}${QT_QPA_PLATFORM-}" ]; then
    exit 0
fi
if command -v xvfb-run >/dev/null 2>&1; then
    how='use: xvfb-run make run'
else
    how='use: xvfb-run make run (to have it: sudo apt-get install -y xvfb xauth)'
fi
echo "briefing: there is no display here; $how" >&2
exit 2
