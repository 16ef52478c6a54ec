# Two commands: `make play` opens the game, `make test` runs the tests.
# Each builds what it needs in .venv the first time and starts at once the second time.

VENV := .venv
ifeq ($(OS),Windows_NT)
PY := $(VENV)/Scripts/python.exe
else
PY := $(VENV)/bin/python
endif

# The stamps carry the folder's name: a virtual environment that was copied or moved is built anew.
PLACE := $(shell pwd | cksum | cut -d' ' -f1)
PLAY := $(VENV)/.ready-to-play-$(PLACE)
DEV := $(VENV)/.ready-to-test-$(PLACE)
PIP := $(PY) -m pip --disable-pip-version-check --no-input

# Half as many workers again as processors: a good part of the tests waits for a terminal to draw.
PYTEST = $(PY) -m pytest --numprocesses=$(shell $(PY) -c 'import os; print(min(6, (os.cpu_count() or 2) * 3 // 2))') --dist=worksteal

# Where no compiled files are to be left behind, every worker and every program that a test starts would compile all anew.
test prove: export PYTHONDONTWRITEBYTECODE :=

.DELETE_ON_ERROR:
.PHONY: help play test prove lint fix bench clean FORCE

help:
	@echo 'make play     open the game            (make play ARGS="play halcyon --seed 7")'
	@echo 'make test     lint and tests, a few minutes'
	@echo 'make prove    the same tests with their full counts'
	@echo 'make lint     style, types and walls'
	@echo 'make fix      mend the style where that is mechanical'
	@echo 'make bench    measure speed'
	@echo 'make clean    remove what was built'

play: $(PLAY)
	@$(PY) -m tabletop $(ARGS)

# The tests run even where the lint finds something, and their closing line comes last; either failing fails the target.
test: $(DEV)
	@$(MAKE) --silent --no-print-directory lint; lint=$$?; $(PYTEST) $(ARGS) && exit $$lint

prove: $(DEV)
	@TABLETOP_PROVE=1 $(PYTEST) $(ARGS)

lint: $(DEV)
	@$(PY) -m ruff check --quiet --output-format=concise .
	@$(PY) -m ruff format --quiet --check . || { echo 'Not formatted as agreed. Next: make fix'; exit 1; }
	@$(PY) -m mypy --no-error-summary
	@$(dir $(PY))lint-imports --no-logo --no-cache >$(VENV)/walls.txt 2>&1 || { cat $(VENV)/walls.txt; exit 1; }

fix: $(DEV)
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

bench: $(DEV)
	@for script in benchmarks/bench_*.py; do [ -e "$$script" ] || continue; echo "== $$script"; $(PY) "$$script" || exit 1; done

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A virtual environment whose Python has gone (an upgrade, a removed version) is built anew as well.
ifneq ($(wildcard $(VENV)),)
ifneq ($(shell $(PY) -c 'print("alive")' 2>/dev/null),alive)
$(PLAY) $(DEV): FORCE
endif
endif

$(PLAY): pyproject.toml constraints.txt
	@PY='$(PY)' VENV='$(VENV)' sh .ci/venv
	@echo 'Installing what the game needs, once; this takes a minute.'
	@$(PIP) install --quiet --editable . --constraint constraints.txt
	@touch $@

$(DEV): pyproject.toml constraints.txt
	@PY='$(PY)' VENV='$(VENV)' sh .ci/venv
	@echo 'Installing the game and the test tools, once; this takes a minute or two.'
	@$(PIP) install --quiet --editable '.[dev]' --constraint constraints.txt
	@touch $@ $(PLAY)
