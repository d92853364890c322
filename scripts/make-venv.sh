#!/bin/sh
# Makes .venv with the Python given, which must be 3.11 or newer.
set -eu
python=$1

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "$python is $("$python" --version 2>&1); the portal needs 3.11 or newer. Name another: make demo PYTHON=python3.12" >&2
    exit 1
}
# Debian and Ubuntu keep ensurepip in a package of its own.
"$python" -c 'import ensurepip' 2>/dev/null || "$(dirname "$0")/install-packages.sh" "$("$python" -c \
    'import sys; print(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")')"
"$python" -m venv .venv
