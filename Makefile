# netinv: everything a person or CI does with a clone. Needs make and Python 3.11 or newer; for the workbench
# page also Node.js 18 or newer.
#
#   make demo       make a county, run the whole chain on it, show the result in the browser until Ctrl-C
#   make test       the tests                       make soak     the long ones: ten kill -9, a larger county
#   make lint       style, types, layers            make bench-run  time, memory and quality of `netinv run`
#   make bench-neo4j  loads, arrays and neighbours of a Neo4j server of its own; a first load from files
#   make bench-detect  how honest the error rates of alerts are, on invented counties
#   make bench-paths  how quick paths between all members and officials are, beside DuckDB, networkx and igraph
#   make bench-canvas  how quick the workbench is in Chromium
#   make bench-web  how many people the pages bear, over a million nodes
#   make screenshots  a picture of every page, to be looked at
#   make bench-resolve                             identities beside Splink on the same records
#   make bench-public                              identities in public sets of records in Latin letters
#   make browser    put the browser libraries of the workbench into the package (needs Node.js 18 or newer)
#   make docs       renew the tables and the picture of docs/ from code and YAML
#   make clean      remove everything that the above made
#
# The first target that is made sets up $(VENV) from the package index; after that everything works offline,
# until pyproject.toml or constraints.txt change.

VENV ?= .venv
PORT ?= 8765
JOBS ?= 2
BENCH ?=
SHOTS ?=
PYTEST ?=

# The first Python that is new enough and can make a virtual environment.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	if $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$p; break; fi; done)

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
DEMO := demo
# The demo's key lies beside the demo, so that `make clean` leaves nothing behind in the user's own folder.
DEMO_ENV := NETINV_KEY_DIR=$(DEMO)/keys

.PHONY: help browser demo demo-run test soak lint docs bench-run bench-resolve bench-public bench-neo4j bench-detect bench-paths bench-canvas bench-web screenshots constraints clean
.DEFAULT_GOAL := help

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

# --- set-up -------------------------------------------------------------------------------------------------------

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "需要 Python 3.11 或更高版本（含 venv）。Python 3.11 or newer with venv is needed;" >&2; \
	  echo "Debian/Ubuntu: apt-get install python3 python3-venv; or say: make PYTHON=/path/to/python3 ..." >&2; \
	  exit 1; fi
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

# What runs the tests also runs the demo, hence both stamps.
$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $(VENV)/.installed $@

# Libraries that the workbench page loads. Without Node this says so, and everything else works.
LIBRARIES := src/netinv/web/vendor/LICENSES.txt
$(LIBRARIES): package.json package-lock.json tools/browser_libraries.py | $(BIN)/python
	$(BIN)/python tools/browser_libraries.py

browser: $(LIBRARIES)

# --- what people do ----------------------------------------------------------------------

demo: demo-run
	@echo "按 Ctrl-C 结束 · Ctrl-C ends it"
	@port=$$($(BIN)/python tools/free_port.py $(PORT)); \
	trap 'exit 0' INT TERM; \
	$(DEMO_ENV) $(BIN)/netinv serve --workspace $(DEMO)/workspace --port $$port || [ $$? -eq 130 ]

# Everything of the demo but the server.
demo-run: $(VENV)/.installed $(LIBRARIES)
	@mkdir -p $(DEMO)
	$(DEMO_ENV) $(BIN)/netinv demo-data $(DEMO)/county
	$(DEMO_ENV) $(BIN)/netinv run $(DEMO)/county/data --workspace $(DEMO)/workspace

# Files in the order of their names: the few long ones (endtoend, graph) begin early, and no worker waits for them.
test: $(VENV)/.installed-dev $(LIBRARIES)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(PYTEST)

soak: $(VENV)/.installed-dev $(LIBRARIES)
	$(BIN)/python -m pytest --soak -n $(JOBS) --dist loadfile --no-loadscope-reorder $(PYTEST)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports

# The tables and the picture in docs/ that say what code and YAML hold.
docs: $(VENV)/.installed-dev
	$(BIN)/python tools/doc_tables.py
	$(BIN)/python tools/model_picture.py

bench-run: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/bench_run.py $(BENCH)

bench-canvas: $(VENV)/.installed-dev $(LIBRARIES)
	$(BIN)/python benchmarks/bench_canvas.py $(BENCH)

# 50 users over an invented graph of a million nodes; BENCH="--nodes 100000 --minutes 1" for a first look.
bench-web: $(VENV)/.installed-dev $(LIBRARIES)
	$(BIN)/python benchmarks/bench_web.py $(BENCH)

# In both languages, light and dark, on two screens; what can be told without eyes is printed.
screenshots: $(VENV)/.installed-dev $(LIBRARIES)
	$(BIN)/python tools/screenshots.py $(SHOTS)

bench-neo4j: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/bench_neo4j.py $(BENCH)

# How honest the error rates of alerts are: precision, false share, calibration, with own and with true identities.
bench-detect: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/bench_detect.py $(BENCH)

# igraph (GPL) comes with it, for the comparison alone.
bench-paths: $(VENV)/.installed-dev
	$(PIP) install --quiet --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python benchmarks/bench_paths.py $(BENCH)

# Splink comes with it, for the comparison alone.
bench-resolve: $(VENV)/.installed-dev
	$(PIP) install --quiet --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python benchmarks/bench_resolve.py $(BENCH)

# FEBRL and historical figures, fetched by hand: `make bench-public BENCH=--help` says from where.
bench-public: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/bench_public.py $(BENCH)

# Pins anew: resolves the newest of everything in an empty environment and writes it down.
constraints:
	rm -rf $(VENV)-constraints
	$(PYTHON) -m venv $(VENV)-constraints
	$(VENV)-constraints/bin/python -m pip install --quiet --editable '.[dev,bench]'
	{ sed -n '/^#/p' constraints.txt; \
	  $(VENV)-constraints/bin/python -m pip freeze --exclude-editable | LC_ALL=C sort -f; } > constraints.new
	mv constraints.new constraints.txt
	rm -rf $(VENV)-constraints

clean:
	rm -rf $(VENV) $(DEMO) screenshots node_modules src/netinv/web/vendor build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} +
