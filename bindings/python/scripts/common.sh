# For the package and test scripts beside it. Sourced, not run.
# shellcheck shell=bash
source "$(dirname "${BASH_SOURCE[0]}")/../../../ci/lib.sh"

# usable_python COMMAND: Python 3.10 or later that can make virtual environments.
usable_python() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null
}

usable_python python3 || need_apt python3 python3-venv
PYTHON=$(python3 -c 'import sys; print(sys.executable)')
usable_python "$PYTHON" || die "python3 is older than 3.10"

# tools_venv NAME PYTHON: prints the folder of a cached virtual environment with what NAME.lock beside this file locks.
tools_venv() {
    local dir
    dir=$CACHE/python/$1-$("$2" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')
    need_venv "$2" "$dir" "$ROOT/bindings/python/scripts/$1.lock" || return 1
    echo "$dir"
}
