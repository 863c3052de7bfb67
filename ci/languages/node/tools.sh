# What building and testing the Node.js binding needs beside Rust. Sourced.
# shellcheck shell=bash

ZIGBUILD_VERSION=0.24.0
ZIG_VERSION=0.15.2

need_node() {
    command -v node >/dev/null && command -v npm >/dev/null || need_apt nodejs npm
}

# need_zig: cargo-zigbuild, which links for an older glibc than this machine's.
need_zig() {
    local venv="$CACHE/zigbuild-$ZIGBUILD_VERSION-$ZIG_VERSION"
    if [ ! -x "$venv/bin/cargo-zigbuild" ]; then
        need_apt python3-venv
        python3 -m venv "$venv"
        "$venv/bin/pip" install --quiet --disable-pip-version-check "cargo-zigbuild==$ZIGBUILD_VERSION" "ziglang==$ZIG_VERSION"
    fi
    export PATH="$venv/bin:$PATH"
}
