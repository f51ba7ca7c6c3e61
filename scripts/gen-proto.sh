#!/usr/bin/env bash
# Makes the protobuf code of src/layers/tfevents/event.proto. The result is kept in the tree, so a build needs no generator.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=src/layers/tfevents
npx pbjs --target static-module --wrap es6 --import-extension .js --keep-case --no-create --no-verify --no-convert --no-delimited \
  --no-typeurl --no-service --out "$dir/event.gen.js" "$dir/event.proto"
npx pbts --out "$dir/event.gen.d.ts" "$dir/event.gen.js"
