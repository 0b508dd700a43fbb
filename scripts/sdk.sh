# Sourced by refrain, build and .ci/run, with $root set: finds the .NET SDK that global.json asks for, and keeps it quiet.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_CLI_UI_LANGUAGE=en
# Else idle build processes stay for minutes, and hold what they inherited.
export MSBUILDDISABLENODEREUSE=1

# Some containers have no home folder that can be written; packages then go beside the build.
if [ ! -w "${HOME:-/nonexistent}" ]; then
  export HOME=$root/artifacts/home
  export DOTNET_CLI_HOME=$HOME
  mkdir -p "$HOME"
fi

# Sets $dotnet, or says what to install and returns 1.
find_sdk() {
  for dotnet in "$(command -v dotnet || true)" "${DOTNET_ROOT:-}/dotnet" "$HOME/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
    if [ -x "$dotnet" ] && "$dotnet" --list-sdks 2>/dev/null | grep -q '^10\.'; then
      return 0
    fi
  done
  echo "error: the .NET 10 SDK was not found. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 (on Ubuntu: apt-get install dotnet-sdk-10.0), and run this again." >&2
  return 1
}

# Runs a command while no other build of this folder runs. The lock is not inherited: a build leaves servers behind.
locked() {
  mkdir -p "$root/artifacts"
  if ! command -v flock >/dev/null; then
    "$@"
    return
  fi
  (
    flock -n 8 || { echo "waiting for another build…" >&2; flock 8; }
    "$@" 8>&-
  ) 8>"$root/artifacts/build.lock"
}
