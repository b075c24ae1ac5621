#!/bin/sh
# Make the virtual environment and put into it exactly what a lock file names.
#
# usage: tools/set_up.sh VENV LOCK
set -eu

venv=$1
lock=$2
python=${PYTHON:-python3}

fail() {
    echo "briefing: $1" >&2
    exit 2
}

if [ ! -x "$venv/bin/python" ]; then
    command -v "$python" >/dev/null 2>&1 ||
        fail "there is no $python; on Debian: sudo apt-get install -y python3-venv"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "$("$python" --version) is too old, 3.11 or newer is needed; name one: make PYTHON=…"
    "$python" -c 'import ensurepip' 2>/dev/null ||
        fail "$python cannot make environments; on Debian: sudo apt-get install -y python3-venv"
    echo "briefing: making $venv"
    "$python" -m venv "$venv"
fi

echo "briefing: installing what $lock names (once, some minutes)"
# The lock is complete, so nothing is resolved, and wheels only, so nothing foreign is built.
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes --no-deps --only-binary :all: -r "$lock" </dev/null ||
    fail "pip could not install what $lock names; is the package index within reach?"

# The checkout is importable from any folder, with no build and no copy.
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd >"$site/briefing-checkout.pth"
