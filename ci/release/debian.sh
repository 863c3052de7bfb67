# Debian packages of other architectures, without installing them. Sourced after ci/lib.sh, not run.
# shellcheck shell=bash

DEBIAN_RELEASE=bookworm
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# debian_root DIR ARCHITECTURES PACKAGE…: fetches the packages and what they need, which apt checks, and unpacks them
# into DIR. The first architecture is the one of packages without a suffix. Nothing of this machine changes.
debian_root() { locked debian fill_debian_root "$@"; }
fill_debian_root() {
    local dir=$1 architectures=$2 wanted state sources
    shift 2
    wanted="$DEBIAN_RELEASE $architectures $*"
    [ "$(cat "$dir/unpacked" 2>/dev/null)" = "$wanted" ] && return
    [ -e "$KEYRING" ] || need_apt debian-archive-keyring
    say "fetching $*"
    rm -rf "$dir"
    mkdir -p "$dir"
    state=$(mktemp -d)
    sources=$state/sources.list
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    touch "$state/status"
    {
        printf "deb [signed-by=$KEYRING] http://deb.debian.org/%s main\n" \
            "debian $DEBIAN_RELEASE" "debian $DEBIAN_RELEASE-updates" "debian-security $DEBIAN_RELEASE-security"
    } >"$sources"
    cat >"$state/apt.conf" <<END
APT::Architecture "${architectures%% *}";
APT::Architectures { "${architectures// /\"; \"}"; };
APT::Install-Recommends "false";
APT::Sandbox::User "";
Dir::Etc::sourcelist "$sources";
Dir::Etc::sourceparts "-";
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
