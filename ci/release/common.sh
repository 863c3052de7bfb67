# The quick half of ci/release/check, which ci/test runs, too. Sourced, not run.
# shellcheck shell=bash
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$ROOT/ci/native.sh"
source "$ROOT/bindings/go/scripts/tools.sh"
cd "$ROOT"

ACTIONLINT_VERSION=1.7.12

# need_actionlint: from the Go module proxy.
need_actionlint() {
    local bin=$CACHE/go-tools/actionlint-$ACTIONLINT_VERSION
    if [ ! -x "$bin/actionlint" ]; then
        need_go
        (unset GOPROXY GOFLAGS && cd / && GOBIN=$bin go install "github.com/rhysd/actionlint/cmd/actionlint@v$ACTIONLINT_VERSION")
    fi
    PATH=$bin:$PATH
}

# scripts: every shell script in git.
scripts() {
    local file first
    git ls-files | while read -r file; do
        [ -f "$file" ] && [ ! -L "$file" ] || continue
        read -r first <"$file" 2>/dev/null || continue
        case $file,$first in *.sh,* | *,'#!'*bash* | *,'#!/bin/sh'*) printf '%s\n' "$file" ;; esac
    done
}

shellcheck_all() {
    local all
    mapfile -t all < <(scripts)
    [ ${#all[@]} -gt 20 ] && shellcheck --severity=warning "${all[@]}"
}

# Actions are pinned by commit, with the version beside it, so that a moved tag changes nothing.
actions_are_pinned() {
    grep -rhoE 'uses: .*' .github/workflows >"$work/uses"
    [ -s "$work/uses" ] && ! grep -vE '^uses: ([A-Za-z0-9_.-]+/)+[A-Za-z0-9_.-]+@[0-9a-f]{40} # v[0-9.]+$|^uses: \./' "$work/uses"
}

# Arguments are there for every process of a machine to read. dotnet takes its key, which lives for an hour, in no other way.
secrets_are_no_arguments() {
    ! grep -rnE '\$\{?[A-Z_]*(TOKEN|KEY)\b' .github/workflows | grep -vE '<<<"|dotnet nuget push'
}

# No file over 200 KB, no binary without a reason (bytes to fuzz with, pictures, the key of a strong name, which protects nothing),
# no home folder and no token.
fit_for_git() {
    local found
    found=$(
        git ls-tree -r -l HEAD | awk '$4 > 204800'
        git diff --numstat "$(git hash-object -t tree /dev/null)" | grep -P '^-\t-\t(?!.*(/seeds/|\.png$|\.webp$|\.snk$))'
        git grep -lE '/home/[a-z]+/|/Users/[A-Za-z]+/|ghp_[A-Za-z0-9]{36}|AKIA[0-9A-Z]{16}' -- ':!*/common.sh'
    )
    [ -z "$found" ] || { printf 'not for git: %s\n' "$found" && return 1; }
}

# The build scripts of the workspace run without a network.
build_scripts_stay_offline() {
    local unshare=(unshare -n)
    [ "$(id -u)" = 0 ] || unshare=(unshare -rn)
    cargo fetch --quiet --locked || return 1
    # In a folder of its own, where they run in any case.
    "${unshare[@]}" env CARGO_TARGET_DIR="$work/offline" cargo check --quiet --locked --offline -p usersig-c -p usersig-node
}

lock_files_fit() {
    local manifest
    for manifest in $(git ls-files '*Cargo.lock'); do
        cargo metadata --quiet --locked --no-deps --format-version 1 --manifest-path "${manifest%.lock}.toml" >/dev/null || return 1
    done
}

# Cargo.toml promises a Rust version: no dependency asks for a newer one, and Clippy's incompatible_msrv keeps newer functions
# of the standard library out of our own code.
oldest_rust() {
    cargo metadata --quiet --locked --format-version 1 | python3 -c '
import json, sys
packages = json.load(sys.stdin)["packages"]
number = lambda text: tuple(int(part) for part in (text.split(".") + ["0", "0"])[:3])
ours = next(p["rust_version"] for p in packages if p["name"] == "usersig")
newer = [" ".join([p["name"], p["version"], "needs Rust", p["rust_version"]]) for p in packages if p["rust_version"] and number(p["rust_version"]) > number(ours)]
sys.exit("\n".join(newer) or 0)'
}

licence_texts() { grep -q '^MIT License' LICENSE && grep -q 'Apache License' LICENSE && grep -q 'END OF TERMS AND CONDITIONS' LICENSE; }

# Every page that a package is found by says whose it is not. What has no package of its own is left out.
not_affiliated() {
    local missing
    missing=$(
        git ls-files README.md SECURITY.md '*/README.md' '*/doc.go' '*/pyproject.toml' '*/composer.json' bindings/node/package.json bindings/java/pom.xml '*/UserSig.csproj' \
            ':(glob)crates/usersig*/Cargo.toml' ':!crates/usersig-vocabulary' '*.pc.in' ':!ci' ':!examples' ':!crates/usersig-server' ':!crates/usersig/fuzz' |
            xargs grep -L 'ot affiliated with'
        git ls-files '*README.zh-CN.md' ':!ci' ':!examples' ':!crates/usersig-server' | xargs grep -L '与腾讯没有关联'
    )
    [ -z "$missing" ] || { printf 'does not say that it is not of Tencent: %s\n' $missing && return 1; }
}

# For every crate that is shipped and every platform: no licence without a text, no part of the standard library that is not known.
notices_are_complete() {
    local crate
    # It has the notice of musl.
    need_zig
    for crate in usersig-c usersig-python usersig-node usersig-java usersig-cli; do
        ci/release/notices "$crate" "$(ci/release/natives --list)" "$work/notices" && grep -q '^Permission is hereby granted' "$work/notices" || return 1
    done
}

quick_checks() {
    need_apt shellcheck python3
    command -v node >/dev/null || need_apt nodejs
    need_actionlint
    need_pip_tool "$ROOT/ci/release/zizmor.lock"
    need_cargo_tool cargo-deny cargo-deny "$CARGO_DENY_VERSION"
    run_as_test "one version everywhere" ci/release/rooms.py versions
    run_as_test "every ecosystem knows the platforms of the table" ci/release/rooms.py platforms
    run_as_test "git: sizes, binaries, nothing of a machine" fit_for_git
    run_as_test "both licence texts" licence_texts
    run_as_test "the licences of all that is linked are there" notices_are_complete
    run_as_test "every package says that it is not of Tencent" not_affiliated
    run_as_test "lock files are up to date" lock_files_fit
    run_as_test "shellcheck" shellcheck_all
    run_as_test "actionlint" actionlint
    run_as_test "zizmor" zizmor --quiet --offline --no-progress .github
    run_as_test "actions are pinned by commit" actions_are_pinned
    run_as_test "no secret is an argument" secrets_are_no_arguments
    run_as_test "cargo-deny: licences, bans, sources" cargo deny --locked --log-level error check licenses bans sources
    run_as_test "no dependency needs a newer Rust" oldest_rust
    run_as_test "build scripts need no network" build_scripts_stay_offline
}
