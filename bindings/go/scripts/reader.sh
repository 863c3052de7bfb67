# For ci/checks/readmes/test, which sources it: the package as a reader finds it. Sourced, not run.
# shellcheck shell=bash
source "$ROOT/bindings/go/scripts/tools.sh"
need_go
need_wazero
deliver go
export GOCACHE="$CACHE/readmes/go" GOPATH="$WORK/go"
released "$CLONE/dist/go" "$WORK"
