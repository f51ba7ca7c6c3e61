#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d node_modules ] || npm ci
npm run --silent typecheck
npm run --silent lint
node scripts/coverage.mjs --check
npm run --silent build
exec npx vitest run "$@"
