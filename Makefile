# Everything stands in .venv; nothing else is installed or configured by hand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.dev
DOCUMENTS ?= sample/*.txt

.DEFAULT_GOAL := help
.PHONY: help setup demo test fuzz audit check lint types layers docs lock clean

help:  ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name one with make PYTHON=…"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(DEV): $(READY) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.lock
	touch $@

setup: $(READY)  ## Make the environment

demo: $(READY)  ## Load DOCUMENTS (the sample), link them, serve API and explorer on this machine
	@$(BIN)/reformgraph model
	$(BIN)/reformgraph load $(DOCUMENTS)
	$(BIN)/reformgraph serve

test: $(DEV)  ## Run the tests
	$(BIN)/python -m pytest $(TESTS)

fuzz: $(DEV)  ## Fuzz the readers for SECONDS seconds (60)
	$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),60)

audit: $(DEV)  ## Look up known weaknesses of every dependency that is locked
	$(BIN)/python .ci/audit.py requirements.lock

check: lint types layers test  ## All that must hold before a change lands

lint: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(DEV)
	$(BIN)/mypy

layers: $(DEV)
	$(BIN)/lint-imports

docs: $(DEV)  ## Write pages to docs/: ontology, questions, analytics, and links beside readers (GOLD, or the judgements that ship)
	$(BIN)/python -m ontology.page docs/ontology.html
	REFORMGRAPH_DATA=build/questions REFORMGRAPH_STORE= $(BIN)/reformgraph load sample/*-*.txt
	REFORMGRAPH_DATA=build/questions REFORMGRAPH_STORE= $(BIN)/python -m queries.page docs/questions.html
	$(BIN)/python -m reformgraph.docs docs $(DOCUMENTS) $(if $(GOLD),--gold $(GOLD))

lock:  ## Write the lock files anew from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links --group dev --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock

clean:  ## Remove the environment and what tools left; keeps the data
	rm -rf $(VENV) build dist docs/*.html docs/assets *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
