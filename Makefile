# What can be done here; `make help` lists it.
SHELL := /usr/bin/env bash
.DEFAULT_GOAL := help
BUILD := .build/release/lintel
PYTHON := .build-python/bin/python
BENCH := .build-bench/venv/bin/python

.PHONY: bench help demo test build lint format golden core-check fuzz setup clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## install missing system libraries where that is allowed, else say which
	@Tools/setup.sh

demo: setup ## assess the invented shelters, print one, write HTML reports
	@swift build -c release --product lintel 2>&1 | grep -vE '^\[|^$$' || true
	@Tools/demo.sh $(BUILD)

build: setup ## the release build
	swift build -c release --product lintel

test: setup lint core-check ## everything that CI needs
	swift build --build-tests
	swift test
	@test -x $(PYTHON) || (python3 -m venv .build-python && $(PYTHON) -m pip install --quiet jsonschema==4.26.0)
	swift build -c release --product lintel
	LINTEL=$(BUILD) $(PYTHON) Tests/checks/run.py

lint: setup ## the style of the sources and the rules of all standards
	swift format lint --strict --recursive --parallel Package.swift Sources Tests
	swift build -c release --product lintel
	$(BUILD) check Standards/*/standard.xml

format: ## rewrite the sources in the project's style
	swift format --in-place --recursive --parallel Package.swift Sources Tests

golden: setup ## rewrite Reports/, docs/handbook/, the expected messages and docs/errors.md; read the difference before you commit it
	swift build -c release --product lintel
	LINTEL=$(BUILD) LINTEL_GOLDEN=update python3 Tests/checks/run.py refusals reports handbook
	$(BUILD) standard errors > docs/errors.md

core-check: ## build the core for the browser with the toolchain alone
	@Tools/core-check.sh

fuzz: setup ## feed made-up bytes to readers and evaluator, MINUTES=10 each; not part of `make test`
	@Tools/fuzz/fuzz.sh

bench: build ## Lintel beside DuckDB and Polars on invented portfolios; writes Benchmarks/RESULTS.md
	@test -x $(BENCH) || (python3 -m venv .build-bench/venv && $(BENCH) -m pip install --quiet -r Benchmarks/requirements.txt)
	$(BENCH) Benchmarks/run.py

clean: ## take away everything that was built
	rm -rf .build .build-*
