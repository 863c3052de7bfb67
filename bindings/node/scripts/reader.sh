# For ci/checks/readmes/test, which sources it: the package as a reader finds it. Sourced, not run.
# shellcheck shell=bash
source "$ROOT/bindings/node/scripts/tools.sh"
need_node
deliver node
node "$ROOT/bindings/node/test/registry.js" "$CLONE/dist/node" >"$WORK/port" 2>"$WORK/unknown" &
pids+=($!)
wait_until test -s "$WORK/port"
npm_config_registry="http://127.0.0.1:$(<"$WORK/port")"
export npm_config_registry npm_config_cache="$WORK/npm" npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
