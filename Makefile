# One command each on a machine with only Python >= 3.11, git and make:
#   make demo    make test
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q
# uv inside the venv does the installing; where it cannot reach an index that only pip knows, pip does
define install
$(BIN)/uv pip install -q -p $(BIN)/python --require-hashes -r $(1) || $(PIP) install --no-compile --require-hashes -r $(1)
$(PIP) install --no-deps --no-build-isolation -e .
endef

.PHONY: demo test lint style bench constraints clean
# Environments may forbid it, and then everything is compiled anew by each of the many programs that the tests start.
unexport PYTHONDONTWRITEBYTECODE

demo: $(VENV)/.demo
	$(BIN)/python -m coterie demo

# mypy is one of the tests (tests/architecture/test_types.py), so that no core waits for it.
test: style
	$(BIN)/pytest -q -n auto --dist loadfile --no-loadscope-reorder

lint: style
	$(BIN)/mypy

style: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "needs Python >= 3.11 with venv (Debian: apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --only-binary :all: -r requirements/bootstrap.txt
$(VENV)/.demo: requirements/demo.txt pyproject.toml | $(BIN)/python
	$(call install,requirements/demo.txt)
	@touch $@
$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(call install,requirements/dev.txt)
	@touch $@

# Pins with hashes, for every platform and Python; they name no host.
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
constraints: | $(BIN)/python
	$(COMPILE) requirements/bootstrap.in -o requirements/bootstrap.txt
	$(COMPILE) pyproject.toml -o requirements/demo.txt
	$(COMPILE) pyproject.toml --all-extras --group dev -o requirements/dev.txt

clean:
	rm -rf $(VENV)
