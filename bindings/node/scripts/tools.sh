# What building and testing the Node.js binding needs beside Rust. Sourced.
# shellcheck shell=bash

need_node() {
    command -v node >/dev/null && command -v npm >/dev/null || need_apt nodejs npm
}
