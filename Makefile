# Two commands to start with: `make demo` and `make test`. Each prepares this machine first (.ci/setup), which is quick
# when nothing is missing. ARGS goes to the program behind the target: `make demo ARGS=--once`, `make test ARGS=tests/domain`.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
export VENV
export PYTHONDONTWRITEBYTECODE := 1

# Versions move only here. `--universal`: one lock for Python 3.11 to 3.13. No address of an index is written down.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml
GROUPS := --all-extras --group build --group makers --group checks --group tests

.PHONY: help demo test check bench screenshots disasters lock train-mrz clean

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: ## real IMAP and SMTP servers on this machine, sample requests, the queue (ARGS=--once: print it and stop)
	@.ci/setup demo
	@$(BIN)/imwu-inbox demo $(ARGS)

test: ## every test, with a private Dovecot and a private PostgreSQL
	@.ci/setup test
	@$(BIN)/python -m pytest --ignore=tests/bench --ignore=tests/disasters $(ARGS)

check: ## format, lint, types, import contracts, house rules
	@.ci/setup test
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest tests/house

bench: ## measure against peers on the same inputs
	@.ci/setup test
	@$(BIN)/python -m pytest tests/bench --override-ini='python_files=test_*.py bench_*.py' $(ARGS)

screenshots: ## pictures of every page and state in both languages (ARGS=FOLDER; else var/screenshots)
	@.ci/setup test
	@$(BIN)/python -m tests.web.screenshots $(ARGS)

disasters: ## killed processes, faults, load; longer than the tests
	@.ci/setup disasters
	@$(BIN)/python -m pytest tests/disasters --override-ini='python_files=test_*.py disaster_*.py' $(ARGS)

lock: ## compile the two lock files anew (ARGS=--upgrade to take newer versions)
	@.ci/setup test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'
	$(COMPILE) $(ARGS) --output-file config/deploy/requirements.lock
	$(COMPILE) $(ARGS) $(GROUPS) --constraint config/deploy/requirements.lock --output-file config/deploy/requirements-dev.lock

train-mrz: ## train the zone reader's net anew, in an environment of its own (ARGS: see fixtures/training/train.py)
	@.ci/setup test
	@test -x var/training/bin/python || $(BIN)/python -m venv var/training
	@var/training/bin/python -m pip install --quiet --disable-pip-version-check torch onnx onnxruntime opencv-python-headless pillow
	@nice var/training/bin/python -m fixtures.training.train $(ARGS)

clean: ## remove what was made here
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis
