# Everything a person or a machine does with this checkout. `make` alone explains itself.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test check lint bench lock clean

PORT ?= 8000
SMTP_PORT ?= 2525
BIN := .venv/bin
READY := .venv/.ready

help: ## say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/' | expand -t 16

run: $(READY)/run .env ## set up and start Lotse with demo content on this machine
	@$(BIN)/lotse setup --demo
	@exec $(BIN)/lotse serve --port $(PORT) --smtp-port $(SMTP_PORT)

test: $(READY)/test ## install what the tests need and run them on SQLite and PostgreSQL
	@.ci/packages chromium postgresql dovecot-imapd postfix clamav-daemon
	@.ci/check

check: test ## the same as `make test`: what CI runs

lint: $(READY)/test ## only what takes seconds: style, types, architecture, licences
	@.ci/check --quick

bench: $(READY)/test ## measure, each figure beside the limit of this machine
	@.ci/packages postgresql
	@$(BIN)/python -m benchmarks

lock: $(READY)/test ## pin every dependency again, with checksums
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --no-emit-index-url --no-emit-find-links --extra dev pyproject.toml \
		-o requirements-dev.lock

clean: ## remove the environment and caches; data in var/ stays
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find lotse tests benchmarks -name __pycache__ -type d -exec rm -rf {} +

.env:
	@printf 'LOTSE_ENV=development\nLOTSE_DEMO=true\n' > .env

# The environment: made once, renewed when a lock file changes.
$(BIN)/python:
	@.ci/environment

$(READY)/run: $(BIN)/python requirements.lock pyproject.toml
	@.ci/environment requirements.lock
	@mkdir -p $(READY) && touch $@

$(READY)/test: $(BIN)/python requirements-dev.lock pyproject.toml .env
	@.ci/environment requirements-dev.lock
	@mkdir -p $(READY) && touch $@ $(READY)/run
