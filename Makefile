# Every command of this project. `make help` lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
RUN := .venv/bin/python

# $(1): a lock file. Installs exactly what it pins, after saying in plain words what this machine lacks.
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Tourguide needs Python 3.11 or newer. Name one that you have, such as: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x .venv/bin/python || $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@test -x .venv/bin/python || { echo "Setting up (once)"; $(PYTHON) -m venv .venv; }
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-warn-script-location --require-hashes -r $(1)
	@touch $@
endef

.venv/runs: requirements.lock
	$(call install,requirements.lock)

.venv/tests: requirements-dev.lock
	$(call install,requirements-dev.lock)

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

.PHONY: demo
demo: .venv/runs ## Try it in a browser: a stand-in Slack on this machine, no account needed
	@$(RUN) app.py demo $(if $(PORT),--port $(PORT))

.PHONY: run
run: .venv/runs ## Serve a real workspace (settings: docs/operating.md)
	@$(RUN) app.py migrate
	@$(RUN) app.py serve

.PHONY: check
check: build .venv/tests ## Lint, types, floors, prompts
	@$(RUN) -m ruff check --quiet .
	@$(RUN) -m ruff format --check --quiet .
	@$(RUN) -m mypy --no-error-summary
	@$(RUN) -c 'from importlinter.cli import lint_imports; raise SystemExit(lint_imports())' >build/floors.txt || { cat build/floors.txt; exit 1; }
	@$(RUN) app.py prompts check

.PHONY: test
test: build check ## Everything that proves it works: checks, then all tests
	@$(RUN) -m pytest -q -n 2 --dist loadgroup

.PHONY: crash
crash: .venv/tests ## Kill the bot 2,000 times and count what arrives
	@$(RUN) -m tests.crash 2000

.PHONY: rolling
rolling: .venv/tests ## Restart three servers in turn under load, with 200 workspaces, and count what arrives
	@$(RUN) -m tests.crash.rolling

.PHONY: bench
bench: build .venv/tests ## Measure; writes build/bench.json
	@$(RUN) -m tests.bench

.PHONY: picture
picture: .venv/tests ## Draw the README's picture of the real page anew (needs Chromium)
	@$(RUN) -m tests.playground.picture

.PHONY: lock
lock: ## Pin all dependencies anew (needs uv)
	@uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	@uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements-dev.lock

.PHONY: hooks
hooks: .venv/tests ## Check each commit before it is made
	@$(RUN) -m pre_commit install

build:
	@mkdir -p build
