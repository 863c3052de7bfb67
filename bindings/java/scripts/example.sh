# The Spring Boot example: built on the packaged artifact, started and called. Sourced by the test.
# shellcheck shell=bash

say "examples/java"
example_log=$work/example.log

build_example() {
    # As a user's build finds it: in Maven's local repository.
    "${MAVEN[@]}" install:install-file -Dfile="$jar" -DpomFile="$out/usersig-$VERSION.pom" &&
        "${MAVEN[@]}" -f examples/java/pom.xml clean package
}

start_example() {
    # Before it starts, or the port of the last one would be read.
    : >"$example_log"
    USERSIG_SECRET_FILE=$ROOT/examples/keys/secret.txt "$1/bin/java" -jar examples/java/target/usersig-example.jar \
        --server.address=127.0.0.1 --server.port=0 >"$example_log" 2>&1 &
    pids=($!)
    wait_until grep -q 'Tomcat started on port' "$example_log" || { cat "$example_log" && return 1; }
    port=$(sed -n 's/.*Tomcat started on port \([0-9]*\).*/\1/p' "$example_log")
}

# call STATUS PATH CURL_ARGUMENT…: the body where the status is the expected one.
call() {
    local status=$1 path=$2
    shift 2
    [ "$(curl -s -o "$work/body" -w '%{http_code}' -X POST "$@" "http://127.0.0.1:$port/$path")" = "$status" ] &&
        cat "$work/body"
}

field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

use_example() {
    local session='Authorization: Bearer session-of-xiaojun' json='Content-Type: application/json' ticket
    ticket=$(call 200 usersig -H "$session" -D "$work/headers" | field userSig) && [ ${#ticket} -gt 100 ] || return 1
    grep -qi '^cache-control: no-store' "$work/headers" && grep -q '"userId":"xiaojun"' "$work/body" && grep -q '"sdkAppId":1400000000' "$work/body" || return 1
    call 401 usersig >/dev/null || return 1
    call 401 usersig -H 'Authorization: Bearer guessed' >/dev/null || return 1
    call 200 verify -H "$json" -d "{\"userId\":\"xiaojun\",\"userSig\":\"$ticket\"}" | grep -q '"userId":"xiaojun"' || return 1
    call 401 verify -H "$json" -d "{\"userId\":\"admin\",\"userSig\":\"$ticket\"}" | grep -q identifier_mismatch || return 1
    call 400 verify -H "$json" -d '{"userId":"xiaojun","userSig":""}' | grep -q '"empty"' || return 1
    [ "$(call 200 'private-map-key?room=10000' -H "$session" | field privateMapKey | wc -c)" -gt 100 ] || return 1
    call 400 'private-map-key?room=0' -H "$session" | grep -q invalid_room
}

quiet_example() {
    # Neither a warning of native access nor a secret.
    ! grep -E 'WARNING|native-access|5bd2850f|session-of' "$example_log"
}

run_as_test "example: builds on the packaged artifact" build_example
for home in $(java_homes); do
    version=$(java_version "$home")
    [ "$version" -ge 17 ] || continue
    run_as_test "example: starts on Java $version" start_example "$home"
    run_as_test "example: answers on Java $version" use_example
    run_as_test "example: no warning and no secret in its log on Java $version" quiet_example
    kill "${pids[0]}"
    wait "${pids[0]}" || true
done
