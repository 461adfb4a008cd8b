.DEFAULT_GOAL := help
.PHONY: help bootstrap run demo test lint types style web-types web-test unit contract component e2e \
  chaos bench eval corpus docs lock env up access down web clean

# Python and Node come from .venv only, whatever the machine has.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# The tests start programs by the hundred; each would compile a thousand modules anew.
export PYTHONDONTWRITEBYTECODE :=
PYTEST := python -m pytest
BESIDE_EACH_OTHER := $(MAKE) --no-print-directory --jobs=2 --output-sync
WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)

help: ## this list
	@grep -hE '^[a-z0-9 ]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 32

run: bootstrap web ## all services and the staff pages on http://127.0.0.1:8080 (PORT, DATA, DEMO=0)
	@python -m priemnaya.runtime all

demo: bootstrap ## shows the whole way of one letter on a running installation
	python tools/demo.py

test: bootstrap ## everything, against real PostgreSQL and RabbitMQ
	@$(BESIDE_EACH_OTHER) types web-test web-types style web
	$(PYTEST) -n 2 --dist loadfile --no-loadscope-reorder

lint: bootstrap ## style, types, layers, dead code, caps
	@$(BESIDE_EACH_OTHER) types web-types style

types: bootstrap
	mypy

style: bootstrap
	ruff check
	ruff format --check
	lint-imports
	vulture
	$(PYTEST) -q --noconftest tests/architecture/test_caps.py

web-types: web/node_modules/.installed
	cd web && npm run lint

web-test: web/node_modules/.installed
	cd web && npm test

unit contract component e2e: bootstrap ## one floor of the tests (e2e wants `make web` before)
	$(PYTEST) tests/$@

chaos: bootstrap ## the long run of faults
	python -m tests.chaos
	python -m tests.chaos.sending

bench: bootstrap ## load figures
	python -m tests.bench
	python -m tests.bench.intake
	python -m tests.bench.outage
	python -m tests.bench.checks
	python -m tests.bench.sending

eval: bootstrap ## precision and recall of what triage proposes, on labelled sets
	python -m triage eval

corpus: bootstrap ## how well the letters of ../shared/mail-corpus are read, with every miss
	python -m tests.corpus

docs: bootstrap ## writes docs/ from the code: events, AsyncAPI, OpenAPI
	python -m tools.make_docs

lock: bootstrap ## compiles both lock files anew
	tools/lock.sh

env: ## writes .env with fresh secrets for docker compose, unless it is there
	@python3 tools/make_env.py

up: env ## the production shape: docker compose
	docker compose up --build -d

access: ## shows how to sign in there
	@docker compose run --rm --no-deps --entrypoint cat migrate /data/access.json

down: ## stops it, keeps the data
	docker compose down

web: bootstrap web/dist/index.html ## builds the staff pages

web/node_modules/.installed: web/package-lock.json | bootstrap
	cd web && npm ci --no-audit --no-fund
	@touch $@

web/dist/index.html: web/node_modules/.installed $(WEB_SOURCES)
	cd web && npm run build
	@touch $@

bootstrap:
	@tools/bootstrap.sh

clean: ## removes what was built and installed, keeps var/ and .env
	rm -rf .venv web/node_modules web/dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
