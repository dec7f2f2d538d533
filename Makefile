# Two commands are all a newcomer needs: `make demo` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test lint check-types check-style check-contracts check-templates check-words format messages bench docs clean tidy lock

PYTHON ?= python3
BIN := .venv/bin
BUILT := src/madang/city/look/static/look/built/madang.css
FRONT := package.json package-lock.json $(shell find src/madang/city/look/sass src/madang/city/look/js src/madang/city/look/build.mjs -type f 2>/dev/null)
export PYTHONPATH := src
unexport PYTHONDONTWRITEBYTECODE # what is compiled once need not be compiled at each start

help: ## Print what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: .venv/city $(BUILT) .venv/messages ## Open the invented city of Haneul in the browser
	@exec $(BIN)/madang demo

test: .venv/test $(BUILT) .venv/messages .venv/browser lint ## Run everything: lint, rules, pages, contracts, journeys
	@$(BIN)/python tests/run.py

lint: .venv/test .venv/messages ## Check style, types, contracts, templates and translations
	@$(MAKE) --no-print-directory -j2 check-types check-style check-contracts check-templates check-words

check-types:
	@echo "Checking types ..."
	@MADANG_DEMO=1 $(BIN)/mypy

check-style:
	@echo "Checking style ..."
	@$(BIN)/ruff check -q .
	@$(BIN)/ruff format -q --check .

check-contracts:
	@echo "Checking contracts ..."
	@$(BIN)/lint-imports --no-logo > .venv/contracts.log || { cat .venv/contracts.log; exit 1; }

check-templates:
	@echo "Checking templates ..."
	@$(BIN)/djlint --lint --quiet src > .venv/templates.log || { cat .venv/templates.log; exit 1; }

check-words:
	@echo "Checking translations ..."
	@$(BIN)/python -m madang.city.kernel.text.catalogues check

format: .venv/test ## Put the code into shape
	@$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .

messages: .venv/test ## Bring the translations' catalogues in step with the code
	@$(BIN)/python -m madang.city.kernel.text.catalogues update
	@$(BIN)/python -m madang.city.kernel.text.catalogues compile

bench: .venv/bench .venv/peers $(BUILT) .venv/messages ## Measure: one program for each headline figure
	@for program in bench/*.py; do case $$program in bench/_*) ;; *) echo "== $$program"; $(BIN)/python $$program ;; esac; done

docs: ## Say where to read
	@ls docs/*/*.md

tidy: ## Throw away caches
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

clean: tidy ## Throw away everything that was made, the demo's data in var/ too
	@rm -rf .venv node_modules var src/madang/city/look/static/look/built src/madang/city/look/fonts
	@find src -name '*.mo' -delete

lock: ## Lock the dependencies anew (needs uv)
	@requirements/lock

# How it comes about ------------------------------------------------------------------------------------------

# pip tells of each library on a line of its own; the terminal shows a count. The locks are whole, so nothing needs resolving;
# what the site needs is compiled afterwards, on every core (whoever runs it may not be allowed to), the tools when they are first used.
INSTALL = $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --no-deps --no-compile --require-hashes --requirement
COUNTED = | { n=0; while read -r word name _; do case $$word in \
	Collecting) n=$$((n + 1)); printf '\r  %3s fetched: %-40.40s' $$n $${name%%[=;]*} ;; \
	Installing) printf '\r%-55s\r  putting them into place ...\n' '' ;; \
	esac; done; }

.venv/made:
	@echo "Making the virtual environment ..."
	@$(PYTHON) -c 'import sys; sys.exit("Madang needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another one: make demo PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/city: .venv/made requirements/city.txt pyproject.toml
	@echo "Installing the libraries (a minute or two) ..."
	@$(INSTALL) requirements/city.txt $(COUNTED)
	@$(BIN)/python -m compileall -qq -j 0 .venv/lib || true # some libraries bring files of other Pythons
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/city requirements/test.txt
	@echo "Installing the test tools ..."
	@$(INSTALL) requirements/test.txt $(COUNTED)
	@touch $@

.venv/bench: .venv/test requirements/bench.txt
	@echo "Installing what the benches measure against ..."
	@$(INSTALL) requirements/bench.txt $(COUNTED)
	@touch $@

# Some peers need older libraries than the city: they live in an environment of their own.
.venv/peers: .venv/made requirements/peers.txt
	@echo "Installing the peers that need older libraries ..."
	@$(PYTHON) -m venv .venv/apart
	@$(subst $(BIN)/,.venv/apart/bin/,$(INSTALL)) requirements/peers.txt $(COUNTED)
	@touch $@

.venv/node: .venv/made requirements/node.txt
	@echo "Installing Node.js into the virtual environment ..."
	@$(INSTALL) requirements/node.txt $(COUNTED)
	@touch $@

# The system's npm (Node.js 20 or newer), or the wheel's where there is none.
HAVE_NPM := $(shell node -e 'process.exit(+process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null && command -v npm)
NPM := $(if $(HAVE_NPM),npm,PATH="$(CURDIR)/$(BIN):$$PATH" npm)

$(BUILT): $(FRONT) | $(if $(HAVE_NPM),,.venv/node)
	@echo "Building the front end ..."
	@$(NPM) ci --silent --no-audit --no-fund
	@$(NPM) run --silent build
	@touch $@

.venv/messages: .venv/city $(shell find src -name '*.po' 2>/dev/null)
	@$(BIN)/python -m madang.city.kernel.text.catalogues compile
	@touch $@

.venv/browser: .venv/test
	@$(BIN)/python tests/browser.py
	@touch $@
