# Builds the native libraries of every language, for this machine or for another. Sourced by ci/lib.sh, not run.
# shellcheck shell=bash
source "$ROOT/ci/release/debian.sh"

# The oldest C library that Rust itself supports: manylinux2014, and every distribution since 2014.
GLIBC=2.17

# need_zig: cargo-zigbuild and the zig that it links with, for an older glibc than this machine's and for other machines.
need_zig() {
    local venv=$CACHE/zigbuild
    need_apt python3 python3-venv
    need_venv python3 "$venv" "$ROOT/ci/zig.lock"
    locked zigbuild zig_command "$venv"
    export PATH="$venv/bin:$PATH"
}

# zig_command VENV: zig by its name.
zig_command() {
    [ ! -x "$1/bin/zig" ] || return 0
    printf '#!/bin/sh\nexec "%s" -m ziglang "$@"\n' "$1/bin/python3" >"$1/bin/zig"
    chmod +x "$1/bin/zig"
}

host_target() { rustc -vV | sed -n 's/^host: //p'; }

# targets: what to build for, one a line: the list in USERSIG_TARGETS (ci/package --targets), or this machine.
targets() { if [ -n "${USERSIG_TARGETS:-}" ]; then tr ',' '\n' <<<"$USERSIG_TARGETS"; else host_target; fi; }

# platform_name COLUMN TARGET: the target's name in an ecosystem, as ci/platforms.txt has it; "-" where it has none there.
platform_name() {
    local name
    name=$(awk -v target="$2" -v wanted="$1" '$2 == "target" {for (i = 2; i <= NF; i++) if (tolower($i) == wanted) column = i - 1}
        $1 == target {print $column}' "$ROOT/ci/platforms.txt")
    [ -n "$name" ] || die "ci/platforms.txt has no $1 of $2"
    echo "$name"
}

# library_file NAME TARGET: what a shared library is called there.
library_file() {
    case $2 in
        *-windows-*) echo "$1.dll" ;;
        *-apple-*) echo "lib$1.dylib" ;;
        *) echo "lib$1.so" ;;
    esac
}

# native LANGUAGE TARGET: prints the folder with what the language's build-native builds for the target. A release
# builds on several machines and brings the folders together in USERSIG_NATIVES (ci/release/natives), where nothing is built.
native() {
    local dir
    if [ -n "${USERSIG_NATIVES:-}" ]; then
        dir=$USERSIG_NATIVES/$2/$1
        [ -d "$dir" ] || die "$USERSIG_NATIVES has no natives of $1 for $2"
    else
        dir=${CARGO_TARGET_DIR:-$ROOT/target}/natives/$2/$1
        rm -rf "$dir"
        mkdir -p "$dir"
        build_native "$1" "$2" "$dir" >&2 || return 1
    fi
    echo "$dir"
}

# build_native LANGUAGE TARGET DIR: what the room's build-native makes, or else the library or the program of its crate.
build_native() (
    script=$(room "$1")/build-native
    if [ -x "$script" ]; then "$script" "$2" "$3" </dev/null; exit; fi
    command -v jq >/dev/null || need_apt jq
    cd "$ROOT" && use_rustc_for "$2" && remap_paths &&
        cargo_native build "$2" --release -p "usersig-$1" --message-format json-render-diagnostics |
        jq -rs 'map(select(.reason == "compiler-artifact")) | last | .filenames[0]' | xargs -I FILE install -m 755 FILE "$3/" &&
        ci/release/notices "usersig-$1" "$2" "$3/THIRD-PARTY-NOTICES.txt"
)

# has_std TARGET: the compiler in use has the target's standard library.
has_std() { [ -d "$("${RUSTC:-rustc}" --print target-libdir --target "$1")" ]; }

# use_rustc_for TARGET: a compiler with the target's standard library. Where there is no rustup that could add it, Debian's
# compiler has one for each of Debian's architectures.
use_rustc_for() {
    local debian root=$CACHE/debian/rust-$1
    has_std "$1" && return
    case $1 in
        aarch64-unknown-linux-gnu) debian=arm64 ;;
        i686-unknown-linux-gnu) debian=i386 ;;
        *-linux-musl | *-windows-gnu) use_std_for "$1" std,panic_unwind && return ;;
        *) die "no standard library for $1: rustup target add $1" ;;
    esac
    [ "$(uname -m)" = x86_64 ] || die "no standard library for $1: rustup target add $1"
    debian_root "$root" "amd64 $debian" rustc-web libstd-rust-web-dev "libstd-rust-web-dev:$debian"
    # Its libraries are for the compiler alone, not for the linkers that it starts.
    local tool
    for tool in "$root"/usr/bin/{rustc,rustdoc}; do
        [ -e "$tool.elf" ] || mv "$tool" "$tool.elf"
        # rustdoc starts rustc, and names the folder itself.
        cat >"$tool" <<END
#!/bin/sh
case " \$* " in *" --sysroot"*) ;; *) set -- --sysroot "$root/usr" "\$@" ;; esac
exec /lib64/ld-linux-x86-64.so.2 --library-path "$root/usr/lib/x86_64-linux-gnu" "$tool.elf" "\$@"
END
        chmod +x "$tool"
    done
    export RUSTC=$root/usr/bin/rustc RUSTDOC=$root/usr/bin/rustdoc
    has_std "$1" || die "Debian's rustc has no standard library for $1"
}

# use_std_for TARGET CRATES: as above, where no compiled standard library can be had: Debian's compiler comes with its sources.
# STD is then what tells cargo to build these crates of it.
STD=()
use_std_for() {
    STD=()
    ! has_std "$1" || return 0
    ! rustup target add "$1" 2>/dev/null || return 0
    need_apt rustc-web rust-web-src
    export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc RUSTC_BOOTSTRAP=1
    STD=("-Zbuild-std=$2")
}

# cargo_native COMMAND TARGET ARGUMENT…: cargo for a target; on Linux linked by zig, so that no symbol is newer than $GLIBC.
cargo_native() {
    local command=$1 target=$2
    shift 2
    case $target in
        *-linux-gnu*) need_zig && cargo-zigbuild "$command" --quiet --locked --target "$target.$GLIBC" "$@" ;;
        *-linux-musl*)
            local flags=${RUSTFLAGS:-}
            # What a program starts with comes from zig, since Debian's compiler has none of it.
            [ -z "${STD[*]}" ] || flags+=" -C link-self-contained=no"
            # Only the command is static: a library of it could not be loaded.
            [[ " $* " == *" usersig-cli "* ]] || flags+=" -C target-feature=-crt-static"
            need_zig && RUSTFLAGS=$flags cargo-zigbuild "$command" --quiet --locked --target "$target" "${STD[@]}" "$@"
            ;;
        *) cargo "$command" --quiet --locked --target "$target" "${STD[@]}" "$@" ;;
    esac
}

# old_glibc FILE…: none of them asks for a newer glibc than $GLIBC, and each asks for one at all.
old_glibc() {
    local file newest
    [ $# -gt 0 ] || return 1
    for file in "$@"; do
        newest=$(readelf --dyn-syms --wide "$file" | grep -oE '@GLIBC_[0-9.]+' | sort -V | tail -1)
        [ -n "$newest" ] && printf '%s\n' "$newest" "@GLIBC_$GLIBC" | sort -CV || { echo "$file needs ${newest:-no glibc}" && return 1; }
    done
}
