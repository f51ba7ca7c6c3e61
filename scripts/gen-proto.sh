#!/usr/bin/env bash
# Makes the protobuf code of src/layers/tfevents/event.proto. The result is kept in the tree, so a build needs no generator.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=src/layers/tfevents
node_modules/.bin/pbjs --target static-module --wrap esm --root guild.tfevents --keep-case --no-comments \
  --no-create --no-verify --no-convert --no-delimited --no-typeurl --no-service --out "$dir/event.gen.js" "$dir/event.proto"
# The types come from the comments, which the code itself does without.
comments=$(mktemp --suffix .js)
trap 'rm -f "$comments"' EXIT
node_modules/.bin/pbjs --target static-module --wrap esm --root guild.tfevents --keep-case \
  --no-create --no-verify --no-convert --no-delimited --no-typeurl --no-service --out "$comments" "$dir/event.proto"
node_modules/.bin/pbts --out "$dir/event.gen.d.ts" "$comments"
