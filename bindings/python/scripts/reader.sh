# For ci/checks/readmes/test, which sources it: the package as a reader finds it. Sourced, not run.
# shellcheck shell=bash
deliver python
export PIP_NO_INDEX=1 PIP_FIND_LINKS="$CLONE/dist/python" PIP_DISABLE_PIP_VERSION_CHECK=1
