# For ci/checks/readmes/test, which sources it: the package as a reader finds it. Sourced, not run.
# shellcheck shell=bash
source "$ROOT/bindings/csharp/scripts/tools.sh"
# NuGet looks where the documents say, and in this user's sources for nothing else.
mkdir -p "$WORK/home/.nuget/NuGet"
echo '<configuration><packageSources><clear /></packageSources></configuration>' >"$WORK/home/.nuget/NuGet/NuGet.Config"
! available csharp || deliver csharp
