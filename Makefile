# Every target works in a fresh clone. `make help` lists them.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8050

VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app app
# Three processes on two cores: each waits a third of its time, for a browser, a server or a disk. Files are handed out in
# their order: by the number of tests, journeys with a few long ones would come last.
PYTEST := $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

RUNTIME_STAMP := $(VENV)/.runtime-installed
DEVELOPMENT_STAMP := $(VENV)/.development-installed
STATIC_STAMP := $(VENV)/.static-built
STATIC_BUILD := $(wildcard dashboard/static_build.py dashboard/plot_library.py assets/vendor/*.js)
SOURCES := $(wildcard app.py dashboard data_layer seed)

.DEFAULT_GOAL := help
.PHONY: help install install-development install-engines run test test-long check bench lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-20s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STATIC_STAMP) ## put the application into .venv
	@$(BIN)/python -m compileall -q $(SOURCES)

run: export HOST := $(HOST)
run: export PORT := $(PORT)
run: install ## serve the demo district on http://127.0.0.1:8050 until SIGTERM; HOST and PORT change that
	@$(FLASK) init --demo
	@exec $(BIN)/gunicorn --config gunicorn.conf.py app:server

# What one process has compiled of the tests the others read, whatever PYTHONDONTWRITEBYTECODE says.
test: export PYTHONDONTWRITEBYTECODE :=
# Python packages and engines come from different places: fetched at once they take half as long.
test: ## run the whole suite except its long layer
	@$(MAKE) --no-print-directory --jobs=2 install-development install-engines
	@$(PYTEST) $(PYTEST_ARGS)

test-long: install-development ## run the long layer: faults, restores, many users
	@sh tests/support/install_engines.sh long
	@$(PYTEST) -m long $(PYTEST_ARGS)

check: install-development ## format, lint, types, import contracts, migrations
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tests.support.migrations

bench: install-development ## print the table of response times, bytes and memory
	@$(BIN)/python -m tests.bench $(BENCH_ARGS)

lock: install-development ## write the lock files anew, after a change of pyproject.toml
	@$(LOCK) --output-file requirements.lock.txt
	@$(LOCK) --group dev --constraint requirements.lock.txt --output-file requirements-dev.lock.txt

clean: ## remove the environment and caches; the data in var/ stay
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

install-development: install $(DEVELOPMENT_STAMP) ## add the tools for tests and checks

install-engines: ## PostgreSQL and Chromium for the tests, by apt-get when root
	@sh tests/support/install_engines.sh

# uv installs several times faster than pip; it comes from the development lock, by its own hashes.
# Where it cannot reach the packages (pip set up for another index), pip does the work.
# Both compile bytecode, whatever PYTHONDONTWRITEBYTECODE says: the start would take three times as long.
UV_LOCK := $(VENV)/uv.lock.txt
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --compile --require-hashes
UV_INSTALL := UV_HTTP_RETRIES=1 $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes

# Not uv.lock: that format records the hosts from which packages came.
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate

define install_locked
@echo "Installing $(1)"
@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock.txt >$(UV_LOCK)
@{ test -x $(BIN)/uv || $(PIP_INSTALL) --requirement $(UV_LOCK); } && $(UV_INSTALL) --requirement $(1) \
	|| { echo "uv could not install, trying pip"; $(PIP_INSTALL) --requirement $(1); }
endef

# The stamps keep a repeated `make run` from installing again; a changed lock file installs the difference.
$(RUNTIME_STAMP): requirements.lock.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(call install_locked,requirements.lock.txt)
	@touch $@

$(DEVELOPMENT_STAMP): requirements-dev.lock.txt $(RUNTIME_STAMP)
	$(call install_locked,requirements-dev.lock.txt)
	@touch $@

$(STATIC_STAMP): $(RUNTIME_STAMP) $(STATIC_BUILD)
	@$(if $(STATIC_BUILD),$(BIN)/python -m dashboard.static_build,true)
	@touch $@
