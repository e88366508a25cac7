# Two commands are enough: `make run` and `make test`. Needs Python 3.11+, make and the package registry.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup run test lint format eval bench clean

setup: $(VENV)/.base                ## environment only, in .venv

run: setup                          ## set up, import the bundled guides, serve on http://127.0.0.1:8000
	@echo "Mở Cửa: http://$(HOST):$(PORT)"
	$(BIN)/mocua serve --host $(HOST) --port $(PORT)

test: $(VENV)/.dev                  ## set up, run all tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/.dev                  ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: $(VENV)/.dev                  ## measure with what is imported; reports in runs/
	$(BIN)/mocua eval retrieval facts materials scope bad_inputs noise with_model dialogue

bench: $(VENV)/.dev                 ## import, start, ask: times and memory; CATALOGUE=path
	$(BIN)/python -m eval.benchmarks.speed $(CATALOGUE)

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Mở Cửa needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.base

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
