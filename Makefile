# Each target makes what it needs itself: uv from PyPI, then .venv from uv.lock.
SHELL := /bin/bash
PYTHON ?= python3
UV := $(shell command -v uv || echo .uv/bin/uv)
RUN := .venv/bin

.PHONY: reports test sweep check rules gallery benchmark release clean

reports: .venv/.ready
	@$(RUN)/nationalreports run

# One report after the other: make release REPORTS=october-2020
REPORTS ?=
release: reports
	@$(RUN)/nationalreports release $(REPORTS)

# A file's tests share whole runs of the pipeline, so they stay in one process.
test: .venv/.ready
	$(RUN)/python -m pytest -n auto --dist loadfile

# Long: 1,000 generated letters, each in four formats, and each corruption at ten places, and
# twenty series of each kind that disclosure control must stand, and more tiny ones, and each claim
# under each changed fact, and 1,000 releases killed in the middle. Numbers of one's own:
# make sweep LETTERS=50 SEEDS=2 SERIES=3 KILLS=40
LETTERS ?= 1000
SEEDS ?= 10
SERIES ?= 20
KILLS ?= 1000
sweep: .venv/.ready
	LETTER_SWEEP=$(LETTERS) $(RUN)/python -m pytest -n 2 tests/test_letter_variants.py -k sweep
	CORRUPTION_SEEDS=$(SEEDS) $(RUN)/python -m pytest -n 2 tests/test_corruptions.py
	DISCLOSURE_SEEDS=$(SERIES) $(RUN)/python -m pytest -n 2 tests/test_disclosure_series.py \
		tests/test_disclosure_worlds.py tests/test_disclosure_audit.py
	CLAIM_SWEEP=1 $(RUN)/python -m pytest tests/test_workflow.py -k each_claim_of_the_reports
	KILLED_RELEASES=$(KILLS) RELEASE_WALK=1 $(RUN)/python -m pytest -n 2 \
		tests/test_release_killed.py tests/test_releasing_walk.py

check: .venv/.ready
	$(RUN)/ruff check
	$(RUN)/ruff format --check
	$(RUN)/snakefmt --check Snakefile workflow
	$(RUN)/mypy
	$(RUN)/python -m nationalreports.plain_english
	# Two lints are left out on purpose; the test names them and says why.
	$(RUN)/python -m pytest -q tests/test_lint.py

# docs/rules.md, the list of all rules, from the code.
rules: .venv/.ready
	$(RUN)/python -m nationalreports.rule_list

# The pictures of docs/gallery.md, of the reports of the last run.
gallery: .venv/.ready
	$(RUN)/python tests/gallery.py

# Ratios measured side by side, in fresh processes; nothing passes or fails by them.
benchmark: .venv/.ready
	@for file in benchmarks/*.py; do $(RUN)/python "$$file" || exit 1; done

clean:
	rm -rf data/processed reports/output reports/_generated reports/.quarto reports/validation .snakemake

.uv/bin/uv:
	@$(PYTHON) -m venv .uv || { echo "Python cannot make environments here. Install: apt-get install python3-venv" >&2; exit 1; }
	@.uv/bin/pip install --quiet uv

.venv/.ready: pyproject.toml uv.lock | $(filter .uv/%,$(UV))
	@$(UV) sync --locked --quiet
	@touch $@
