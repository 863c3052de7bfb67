# Debian packages of other architectures, without installing them. Sourced after ci/lib.sh, not run.
# shellcheck shell=bash

# debian_root DIR ARCHITECTURES PACKAGE…: fetches the packages and what they need from where this machine has its own, which apt
# checks, and unpacks them into DIR. The first architecture is the one of packages without a suffix. Nothing of this machine changes.
debian_root() { locked debian fill_debian_root "$@"; }
fill_debian_root() {
    local dir=$1 architectures=$2 wanted state
    shift 2
    wanted="$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release) $architectures $*"
    [ "$(cat "$dir/unpacked" 2>/dev/null)" = "$wanted" ] && return
    say "fetching $*"
    rm -rf "$dir"
    mkdir -p "$dir"
    state=$(mktemp -d)
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    touch "$state/status"
    cat >"$state/apt.conf" <<END
APT::Architecture "${architectures%% *}";
APT::Architectures { "${architectures// /\"; \"}"; };
APT::Install-Recommends "false";
APT::Sandbox::User "";
Dir::State "$state";
Dir::State::status "$state/status";
Dir::Cache "$state/cache";
Debug::NoLocking "true";
END
    local apt=(env APT_CONFIG="$state/apt.conf" apt-get -qq -o Acquire::Retries=3)
    "${apt[@]}" update
    "${apt[@]}" install --download-only -y "$@" >/dev/null
    local package
    for package in "$state"/cache/archives/*.deb; do
        dpkg-deb --extract "$package" "$dir"
    done
    rm -rf "$state"
    echo "$wanted" >"$dir/unpacked"
}
