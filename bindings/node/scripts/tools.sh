# What building and testing the Node.js binding needs beside Rust. Sourced.
# shellcheck shell=bash

need_node() {
    command -v node >/dev/null && command -v npm >/dev/null || need_apt nodejs npm
}

# need_npm_tools SOURCE FOLDER: what the lock file in SOURCE locks, kept in FOLDER.
need_npm_tools() {
    ! cmp -s "$1/package-lock.json" "$2/installed" || return 0
    rm -rf "$2" && cp -r "$1" "$2"
    npm ci --silent --no-audit --no-fund --ignore-scripts --prefix "$2" && cp "$1/package-lock.json" "$2/installed"
}
