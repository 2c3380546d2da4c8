# The same commands for people and for CI. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
MINUTES ?= 10
# The loader of the C libraries under numpy: one thread each, because enrich runs a process a core.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

# Installs a lock file and shows how far it is, on a terminal at every package: $(1) is the file.
define install
set -o pipefail; live=; test -t 1 && live=1; \
	$(BIN)/pip install --disable-pip-version-check --progress-bar off --require-hashes -r $(1) 2>&1 | awk \
	-v total=$$(grep -c '==' $(1)) -v live=$$live \
	'/^(Collecting|Requirement already)/ {++n; if (live) {printf "\r  %d of %d packages", n, total; fflush()}} \
	/^Installing collected/ {if (!live) printf "  %d packages", n; printf ", unpacking ..."; fflush()} \
	/^ERROR/ {print "\n" $$0} END {print ""}'
endef

.PHONY: help run clean-data test test-faults soak test-containers lint bench sbom docs pictures quality lock

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.venv/.run: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "depeche needs Python 3.11: install it, or say where it is: make run PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "depeche needs Python 3.11; $(PYTHON) is $$($(PYTHON) --version). Say where it is: make run PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Installing into .venv (about a minute the first time) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(call install,requirements.lock)
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@echo "Installing what tests and lint need ..."
	@$(call install,requirements-dev.lock)
	@touch $@

run: .venv/.run ## start everything on this machine and read the first article
	@exec $(BIN)/depeche up

clean-data: ## forget what `make run` stored
	rm -rf .depeche

test: .venv/.dev ## unit, contract, end-to-end and quality tests, on real Kafka and real MongoDB
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile tests/unit
	$(BIN)/pytest tests/quality
	$(BIN)/pytest --numprocesses auto --maxprocesses 2 --dist loadfile tests/contract tests/e2e

test-faults: .venv/.dev ## kill, pause, fill up and poison everything, and count what came out (15 minutes)
	$(BIN)/pytest --numprocesses auto --maxprocesses 2 tests/faults

soak: .venv/.dev ## the real system under load for MINUTES=10; fails if memory or lag keeps growing
	$(BIN)/python -m benchmarks.soak $(MINUTES)

test-containers: .venv/.dev ## build the image, run the compose file, test against it (needs a Docker engine)
	deploy/test-containers

lint: .venv/.dev ## ruff, mypy, bandit, pip-audit, and the import rules of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/bandit -q -c pyproject.toml -r depeche_client shared services console devstack benchmarks docs
	$(BIN)/python .ci/audit.py requirements.lock deploy/requirements.lock
	$(BIN)/pytest -q tests/unit/test_architecture.py

bench: .venv/.dev ## measure, and write benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

sbom: .venv/.dev ## write sbom.json: every package that is installed, with version and licence (CycloneDX)
	$(BIN)/cyclonedx-py environment .venv --pyproject pyproject.toml --output-reproducible -o sbom.json

docs: .venv/.dev ## write the tables of docs/ from the code
	$(BIN)/python -m docs.tables

pictures: .venv/.dev ## take the pictures of docs/tour.md anew, of a `make run` that is up
	$(BIN)/python -m docs.pictures

quality: .venv/.dev ## measure how well articles are read, and write it into docs/enrichment.md
	$(BIN)/python -m docs.quality

lock: ## renew the lock files (needs uv)
	uv pip compile -q pyproject.toml --extra laptop --generate-hashes --no-header --python-version 3.11 -o requirements.lock
	uv pip compile -q pyproject.toml --extra laptop --extra dev --generate-hashes --no-header --python-version 3.11 -o requirements-dev.lock
	uv pip compile -q pyproject.toml --generate-hashes --no-header --python-version 3.11 -o deploy/requirements.lock
