# For ci/checks/readmes/test, which sources it: the package as a reader finds it. Sourced, not run.
# shellcheck shell=bash
need_apt gcc g++ cmake make pkg-config
deliver c
mkdir "$WORK/prefix"
export PKG_CONFIG_PATH="$WORK/prefix/lib/pkgconfig" LD_LIBRARY_PATH="$WORK/prefix/lib"
