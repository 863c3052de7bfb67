# Shared by the scripts in ci and in the rooms. Sourced, not run.
# shellcheck shell=bash

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VERSION=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml")
# Downloads and virtual environments that a second run uses again.
CACHE=${USERSIG_CACHE:-$ROOT/ci/cache}
export ROOT VERSION CACHE
# For env or export: what is built only to be tried needs no optimiser.
# shellcheck disable=SC2034
QUICK_BUILD=(CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1)
# Tools from crates.io and the Go module proxy, by version; those from PyPI and npm have lock files.
TOOLS="cargo-deny@0.20.2 cargo-cyclonedx@0.5.9 cargo-semver-checks@0.51.0 cargo-fuzz@0.13.2
    actionlint@1.7.12 revive@1.15.0 osv-scanner@2.6.0"
mkdir -p "$CACHE"
source "$ROOT/ci/native.sh"

# room NAME: the folder with the scripts of a language; "rust" is the core, "cli" the command.
room() {
    case $1 in
        rust) echo "$ROOT/crates/usersig/scripts" ;;
        cli) echo "$ROOT/crates/usersig-cli/scripts" ;;
        *) echo "$ROOT/bindings/$1/scripts" ;;
    esac
}

# available NAME: whether this machine can build the language; says why not where its room's scripts/available does.
available() {
    local why script
    script=$(room "$1")/available
    [ ! -x "$script" ] || why=$("$script") || { echo "not run: $1, since $why" && return 1; }
}

# arguments WORD…: sets names, and out, targets and sbom by --out DIR, --targets TARGET,… and --sbom.
arguments() {
    names=() out='' sbom=''
    while [ $# -gt 0 ]; do
        case $1 in
            --out) mkdir -p "${2:?--out needs a directory}" && out=$(cd "$2" && pwd) && shift 2 ;;
            --targets) export USERSIG_TARGETS=${2:?--targets needs a list} && shift 2 ;;
            --sbom) sbom=1 && shift ;;
            -*) die "unknown option $1: the first lines of this script say which there are" ;;
            *) names+=("$1") && shift ;;
        esac
    done
}

# scratch: sets work to an empty folder, which goes at the end, and with it the processes that pids then has.
scratch() {
    work=$(mktemp -d) pids=()
    trap 'kill "${pids[@]}" 2>/dev/null || true; chmod -R u+w "$work"; rm -rf "$work"' EXIT
}

say() { printf '\n== %s (after %s s)\n' "$*" "$SECONDS" >&2; }

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# wait_until COMMAND…: tries it for a minute, until it succeeds.
wait_until() {
    local tries
    for ((tries = 0; tries < 600; tries++)); do
        "$@" && return
        sleep 0.1
    done
    echo "after a minute, still not: $*" >&2
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# lock NAME: waits until no other process has it, and has it until its end. Sets LOCK to a number to close it by. Tests run
# side by side on Debian alone; macOS and Windows, where releases are built, have no flock.
lock() {
    mkdir -p "$CACHE/locks"
    exec {LOCK}>>"$CACHE/locks/$1"
    ! command -v flock >/dev/null || flock "$LOCK"
}

# locked NAME COMMAND…: what two tests that run side by side must not do at the same time.
locked() {
    local LOCK status
    lock "$1"
    # Without a condition around it, so that set -e holds in it.
    "${@:2}"
    status=$?
    exec {LOCK}>&-
    return "$status"
}

# need_apt PACKAGE…: installs the Debian packages that are missing.
need_apt() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] || locked apt install_apt "${missing[@]}"
}
install_apt() {
    say "installing $*"
    as_root apt-get update -qq -o DPkg::Lock::Timeout=600 &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=600 --no-install-recommends "$@" >/dev/null
}

tool_version() { tr -s ' ' '\n' <<<"$TOOLS" | sed -n "s/^$1@//p"; }

# need_cargo_tool CRATE: a cargo-installed tool in the cache, at exactly its version.
need_cargo_tool() {
    local root version
    version=$(tool_version "$1")
    root=$CACHE/cargo-tools/$1-$version
    # Unoptimised: they take longer to build than to run.
    [ -x "$root/bin/$1" ] || CARGO_PROFILE_DEV_DEBUG=0 locked "$1" cargo install --quiet --locked --debug --root "$root" "$1@$version"
    PATH="$root/bin:$PATH"
}

# need_pip_tool LOCK: the command that the file is named after, from PyPI, in an environment of its own.
need_pip_tool() {
    need_apt python3 python3-venv
    local dir
    dir=$CACHE/pip-tools/$(basename "$1" .lock)
    need_venv python3 "$dir" "$1"
    PATH=$dir/bin:$PATH
}

# need_venv PYTHON FOLDER LOCK: a virtual environment with exactly what the file locks, byte for byte.
need_venv() { locked "venv-${2##*/}" make_venv "$@"; }
make_venv() {
    local python=$1 dir=$2 lock=$3
    ! cmp -s "$lock" "$dir/requirements" || return 0
    say "installing ${3##*/}"
    rm -rf "$dir"
    "$python" -m venv "$dir" || return 1
    # Windows names the folder otherwise.
    [ ! -d "$dir/Scripts" ] || cp -r "$dir/Scripts" "$dir/bin"
    "$dir/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$lock" >&2 &&
        cp "$lock" "$dir/requirements"
}

# remap_paths: what is built from here on names no folder of this machine, as panic messages otherwise would.
remap_paths() {
    local folder flags sysroot
    sysroot=$("${RUSTC:-rustc}" --print sysroot)
    flags="--remap-path-prefix=$ROOT=usersig --remap-path-prefix=$sysroot=rust"
    cargo fetch --quiet --locked --manifest-path "$ROOT/Cargo.toml"
    for folder in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do
        flags+=" --remap-path-prefix=${folder%/}=crates"
    done
    export RUSTFLAGS="${RUSTFLAGS:+$RUSTFLAGS }$flags"
}

# packaged NAME: prints the folder of what ci/package makes of the present sources; made once for each state of them.
packaged() {
    local name=$1 state folder paths
    mapfile -t paths < <(cd "$ROOT" && find ci -maxdepth 1 -name '*.*')
    paths+=(ci/release/{debian.sh,notices} Cargo.toml Cargo.lock LICENSE crates/usersig)
    case $name in
        cli) paths+=(crates/usersig-cli crates/usersig-explain crates/usersig-server examples/serve) ;;
        # Most are built on C's interface, or carry it.
        *) paths+=(bindings/c "bindings/$name") ;;
    esac
    state=$(cd "$ROOT" && { rustc -V && env | sed -n '/^CARGO_PROFILE_/p' | LC_ALL=C sort && find "${paths[@]}" -type f -not -path '*/target/*' -print0 | LC_ALL=C sort -z |
        xargs -0 sha256sum; } | sha256sum | cut -c1-16)
    folder=$CACHE/packages/$name-$state
    locked "packaged-$name" make_package "$name" "$folder" || return 1
    printf '%s\n' "$folder/$name"
}
make_package() {
    [ -e "$2/$1" ] || { "$ROOT/ci/package" "$1" --out "$2" && "$ROOT/ci/release/rooms.py" packages "$2" "$(host_target)" "$1"; } >&2 || { rm -rf "$2"; return 1; }
    touch "$2"
    # Those of earlier states go when nobody has used them for a week.
    find "$CACHE/packages" -mindepth 1 -maxdepth 1 -name "$1-*" -mtime +7 -exec rm -rf {} +
}

# run_as_test NAME COMMAND…: one test, which passes when the command does. What it prints is shown where it fails.
PASSED=0 FAILED=0
run_as_test() {
    local name=$1 started=$SECONDS log took verdict
    shift
    log=$(mktemp)
    if "$@" >"$log" 2>&1 </dev/null; then PASSED=$((PASSED + 1)) && verdict="ok  "; else FAILED=$((FAILED + 1)) && verdict=FAIL && tail -n 400 "$log"; fi
    rm -f "$log"
    took=$((SECONDS - started))
    printf '%s %s%s\n' "$verdict" "$name" "$([ "$took" -lt 5 ] || echo ", $took s")"
}

# prints PATTERN COMMAND…: what the command prints is like this pattern.
prints() {
    local pattern=$1 seen
    shift
    seen=$("$@" 2>&1) || true
    # shellcheck disable=SC2053
    [[ $seen == $pattern ]] || { printf 'printed: %s\n' "$seen" && return 1; }
}

# fails COMMAND…: it does not succeed.
fails() { ! "$@"; }

# cargo_linted ARGUMENT…: cargo for debug builds with Clippy as the compiler, its findings as errors. A pass of Clippy's own would read
# every dependency once more; all debug builds do it, so that nothing is compiled twice.
cargo_linted() { RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-Dwarnings__CLIPPY_HACKERY__ cargo "$@"; }

# test_build LIBRARY: prints the file of a binding's native half that panics on demand. All are built in one call, which compiles once
# what they share.
test_build() {
    (cd "$ROOT" && cargo_linted build --quiet --locked -p usersig-python -p usersig-node -p usersig-java --features test-panic) &&
        echo "${CARGO_TARGET_DIR:-$ROOT/target}/debug/lib$1.so"
}

# full: whether what is slow is to run, too (ci/test --full).
full() { [ -n "${USERSIG_FULL:-}" ]; }

# cannot_run WHY: this machine lacks what the test needs. ci/test without arguments says so and goes on; elsewhere it is a failure.
cannot_run() {
    [ -n "${USERSIG_MAY_SKIP:-}" ] && [ -n "${USERSIG_COUNTS:-}" ] && [ -z "${CI:-}" ] || die "$1"
    printf 'not run: %s\n' "$1" | tee "$USERSIG_COUNTS.status"
    echo "0 0" >"$USERSIG_COUNTS"
    exit 0
}

# finish: writes the counts for ci/test; the last line of every test script.
finish() {
    [ -n "${USERSIG_COUNTS:-}" ] && printf '%s %s\n' "$PASSED" "$FAILED" >"$USERSIG_COUNTS"
    printf '%s passed, %s failed\n' "$PASSED" "$FAILED"
    [ "$PASSED" -gt 0 ] && [ "$FAILED" = 0 ]
}
