# What each target does is written in docs/deploy.md and README.md; the work is in manage.py, core/ops and tests.
PYTHON ?= $(shell for name in python3.11 python3 python3.13 python3.12 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
BIN := .venv/bin

.PHONY: run setup test check load faults shots environment-run environment-dev

run: environment-run
	@exec $(BIN)/python manage.py up

setup: environment-dev

test: environment-dev
	@exec $(BIN)/python -m tests.legs

check: environment-dev
	@exec $(BIN)/python -m tests.checks

load: environment-dev
	@exec $(BIN)/python -m tests.load

faults: environment-dev
	@exec $(BIN)/python -m tests.faults

shots: environment-dev
	@exec $(BIN)/python -m tests.browser.shots

environment-run environment-dev: environment-%:
	@test -n "$(PYTHON)" || { echo "Debrief needs Python 3.11 or later, and none is on the PATH." >&2; exit 2; }
	@exec $(PYTHON) core/ops/install.py $*
