# Shared by the scripts of this folder and by checks that build C#. Sourced after ci/lib.sh, not run.
# shellcheck shell=bash

# No server of the compiler outlives its build, which would keep the locks of ci/lib.sh.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
ls /usr/lib/*/libicuuc.so.* >/dev/null 2>&1 || export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
NO_DOTNET="there is no .NET SDK 10 or newer: install it from https://dotnet.microsoft.com/download, or the package dotnet-sdk-10.0 of a distribution that has it"

# have_dotnet: whether a .NET SDK 10 or newer is on PATH, or can be installed from the distribution.
have_dotnet() {
    local found
    found=$(cd / && dotnet --version 2>/dev/null) || found=0
    [ "${found%%.*}" -lt 10 ] || return 0
    # Its candidate, since apt knows names that other packages only mention.
    [[ $(apt-cache policy dotnet-sdk-10.0 2>/dev/null) == *"Candidate: "[0-9]* ]] && need_apt dotnet-sdk-10.0
}

# dotnet_consumer FOLDER: projects below $work take the packages of FOLDER, and a cache of packages of their own: NuGet would take a
# package of this version that it has seen before from the user's.
dotnet_consumer() {
    export NUGET_PACKAGES=$work/nuget
    rm -rf "$NUGET_PACKAGES/usersig"
    echo "<configuration><packageSources><add key=\"usersig\" value=\"$1\" /></packageSources></configuration>" >"$work/nuget.config"
}

# dotnet_project FOLDER: makes one program of the sources there, with the package.
dotnet_project() { cp "$ROOT/bindings/csharp/scripts/program.csproj" "$1/"; }
