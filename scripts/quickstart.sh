#!/usr/bin/env bash
# Installs, builds, and runs the main job on fixtures/get-started in a throw-away Guild home.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
[ -d node_modules ] || npm ci
npm run --silent build

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export GUILD_HOME="$home"
guild() { node "$root/dist/guild.cjs" "$@"; }
show() {
  printf '\n$ guild %s\n' "$*"
  guild "$@"
}

cd fixtures/get-started
show run train.py --yes
show run train.py 'x=[-0.5,-0.3,-0.1]' --yes
show runs
show compare --table --min loss

cat <<TEXT

That was one run, a grid of three, and their comparison. Next:

  npm install --global $root    puts guild on your PATH
  guild run your-script.py --help-op   shows the flags of a script of yours
  guild run your-script.py     runs it
  guild runs info              shows all that was kept of the last run
TEXT
