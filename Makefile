# The two commands: `make run` and `make test`. `make help` lists the rest.

VENV   := .venv
PYTHON ?= python3
UV     ?= $(firstword $(wildcard $(VENV)/bin/uv) uv)
PY     := $(VENV)/bin/python
BIN    := $(VENV)/bin

RUN_STAMP := $(VENV)/.briefing-run
DEV_STAMP := $(VENV)/.briefing-dev

export PYTHON

.SILENT:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help run test fuzz lint format lock schema golden extraction screenshots benchmarks wheel clean \
	display libraries-run libraries-test

help: ## this list
	sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 14

run: display libraries-run $(RUN_STAMP) ## open the window (ARGS="…" are passed on)
	$(PY) -m briefing $(ARGS)

test: libraries-test $(DEV_STAMP) ## run every test (ARGS="-k word" picks some)
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto $(ARGS)

fuzz: libraries-test $(DEV_STAMP) ## the tests with other examples than the last time (ARGS="tests/exchange" picks some)
	BRIEFING_FUZZ=1 QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto $(ARGS)

lint: $(DEV_STAMP) ## style, formatting, layers, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright

format: $(DEV_STAMP) ## format the code and sort its imports
	$(BIN)/ruff check --quiet --select I --fix .
	$(BIN)/ruff format .

screenshots: libraries-test $(DEV_STAMP) ## paint every tab into docs/screenshots
	QT_QPA_PLATFORM=offscreen $(PY) -m briefing --screenshot docs/screenshots

golden: libraries-test $(DEV_STAMP) ## write the expected files of tests/golden anew; read the diff
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q --renew-golden tests/export tests/services/test_exporting.py

extraction: $(DEV_STAMP) ## score the drafts of the forty articles (ARGS=--errors says what is wrong)
	$(PY) -m tests.extraction.scores $(ARGS)

schema: $(DEV_STAMP) ## write db/schema.sql and the JSON Schema anew from the records
	$(PY) tools/make_schema.py
	$(PY) tools/make_json_schema.py

benchmarks: libraries-test $(DEV_STAMP) ## measure, against the floor programs
	QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks

wheel: $(DEV_STAMP) ## build the wheel and the sdist into dist/
	$(BIN)/hatchling build

lock: ## resolve the dependencies anew (needs uv)
	command -v $(UV) >/dev/null || { echo "briefing: make lock needs uv on the PATH" >&2; exit 2; }
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

# UPGRADE=--upgrade takes newer versions; without it only what changed in pyproject.toml moves.
LOCK = $(UV) pip compile --quiet --generate-hashes --no-emit-index-url --universal \
	--python-version 3.11 --custom-compile-command "make lock" $(UPGRADE)

clean: ## remove what was built and cached, the environment too
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find briefing tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

display:
	tools/require_display.sh

libraries-run:
	tools/system_libraries.sh run

libraries-test:
	tools/system_libraries.sh test

# What a development environment holds includes what running needs.
$(RUN_STAMP): requirements.lock
	tools/set_up.sh $(VENV) requirements.lock
	touch $@

$(DEV_STAMP): requirements-dev.lock
	tools/set_up.sh $(VENV) requirements-dev.lock
	touch $@ $(RUN_STAMP)
