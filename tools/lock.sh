#!/usr/bin/env bash
# Compiles requirements.lock (what the image runs) and requirements-dev.lock (everything).
set -euo pipefail
cd "$(dirname "$0")/.."

own=()
for name in priemnaya priemnaya-chatbot-gateway priemnaya-escalation priemnaya-intake-email priemnaya-notifier priemnaya-triage; do
  own+=(--no-emit-package "$name")
done
compile() {
  .venv/bin/uv pip compile -q pyproject.toml "$@" "${own[@]}" --universal --generate-hashes \
    --python-version 3.11 --custom-compile-command 'make lock'
}
compile -o requirements.lock
compile --group dev -c requirements.lock -o requirements-dev.lock
