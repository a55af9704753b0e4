# Two commands for a fresh machine with Python 3.11+ and make: `make demo` and `make test`.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READER := tests/calendars/ical_reader

DEMO          := demo/safety-escalations
DEMO_MONTH    := 2026-12
DEMO_SECONDS  := 60
PYTEST_FLAGS  ?=

.DEFAULT_GOAL := help
.PHONY: help demo test dev clean

help:
	@echo "make demo   environment, install, the example's next month, where its report is"
	@echo "make test   everything the suite needs, then the suite"
	@echo "make dev    the environment with the developers' tools, nothing run"
	@echo "make clean  remove what make made"

# Exit status 1 of generate means: done, but something is short or fails; it says which.
demo: $(VENV)/.installed
	@test -f $(DEMO)/rota.toml || $(BIN)/rotation init $(DEMO) --example safety-escalations
	@$(BIN)/rotation generate $(DEMO) --month $(DEMO_MONTH) --seconds $(DEMO_SECONDS) || test $$? -eq 1
	@echo
	@echo "The report: $(DEMO)/out/$(DEMO_MONTH)/report.html"

test: dev $(READER)/node_modules/.package-lock.json
	$(BIN)/python -m pytest -n 2 $(PYTEST_FLAGS)

dev: $(VENV)/.installed_dev

clean:
	rm -rf $(VENV) $(READER)/node_modules demo

$(BIN)/python:
	@tools/make_venv "$(PYTHON)" "$(VENV)"

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed_dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@ $(VENV)/.installed

# Feeds are read back with ical.js, a reader that shares no code with what wrote them.
$(READER)/node_modules/.package-lock.json: $(READER)/package.json $(READER)/package-lock.json
	@tools/need node nodejs
	@tools/need npm npm
	npm ci --prefix $(READER) --no-audit --no-fund
	@touch $@
