#!/usr/bin/env bash
# Makes .venv/ exactly as the lock says; a second call with nothing changed returns at once.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.venv
stamp=$venv/bootstrapped
members=(shared services/*)
wanted=$(sha256sum requirements-dev.lock pyproject.toml "${members[@]/%//pyproject.toml}" tools/bootstrap.sh)

say() { echo "bootstrap: $*" >&2; }

suits() { # PYTHON MODULE...: by running it, for a pyenv shim may stand in PATH and still refuse
  local python=$1
  shift
  "$python" -c 'import importlib, sys
assert (3, 11) <= sys.version_info < (3, 14)
for name in sys.argv[1:]: importlib.import_module(name)' "$@" 2>/dev/null
}

find_python() { # MODULE...
  local name
  for name in python3.13 python3.12 python3.11 python3; do
    if suits "$name" "$@"; then
      echo "$name"
      return
    fi
  done
  return 1
}

# Debian keeps ensurepip, without which venv makes no usable environment, in a package of its own.
install_venv_module() { # PYTHON
  local package
  package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    say "the venv module is missing; as root: apt-get install $package"
    exit 1
  fi
  say "installing $package"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
}

# Scripts of an environment that was moved or copied point at its old place.
usable() {
  suits "$venv/bin/python" pip && grep -qF " $PWD/$venv" "$venv/pyvenv.cfg"
}

make_environment() {
  local python
  if ! python=$(find_python venv ensurepip); then
    python=$(find_python) || { say 'needs Python 3.11, 3.12 or 3.13'; exit 1; }
    install_venv_module "$python"
  fi
  say "making $venv with $("$python" --version)"
  rm -rf "$venv"
  "$python" -m venv "$venv"
}

install_packages() {
  local member editable=()
  for member in "${members[@]}"; do editable+=(-e "$member"); done
  awk '/^uv==/ {found = 1} found {print} found && !/\\$/ {exit}' requirements-dev.lock >"$venv/uv.txt"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$venv/uv.txt"
  export VIRTUAL_ENV=$PWD/$venv
  # uv brings its own certificates; those of the machine may know a company's proxy.
  if [ -e /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS=true; fi
  "$venv/bin/uv" pip sync --quiet --require-hashes requirements-dev.lock
  "$venv/bin/uv" pip install --quiet --no-deps --no-build-isolation "${editable[@]}"
}

if usable && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then exit 0; fi
rm -f "$stamp"
usable || make_environment
install_packages
echo "$wanted" >"$stamp"
