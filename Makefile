# Working on the template. Python 3.11 or newer with pip, Git and GNU Make are all it takes; `make` lists the verbs.

.DEFAULT_GOAL := help
UV_VERSION := $(shell awk '/^  uv:/ { print $$2 }' hooks/pins.yml)
UV := $(or $(shell uv --version >/dev/null 2>&1 && command -v uv),.uv/bin/uv)
RUN := .venv/bin/python -m
# Where there is no other uv, tests find this one.
export PATH := $(PATH):$(CURDIR)/.uv/bin
# Some images set it, and everything that is imported would be compiled each time.
unexport PYTHONDONTWRITEBYTECODE
SERVICE := build/my-service
# One more than there are cores: services that are tried wait for their queues and streams.
WORKERS = $(shell expr 1 + $$(getconf _NPROCESSORS_ONLN))

.PHONY: help
help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.uv/bin/uv:
	@echo "Fetching uv $(UV_VERSION)."
	@python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .uv uv==$(UV_VERSION)

# uv brings a Python where there is none that is new enough.
.venv/ready: pyproject.toml uv.lock | $(filter .uv/%,$(UV))
	@echo "Installing what the template's tests need."
	@[ -x .venv/bin/python ] || $(UV) venv --quiet --clear .venv
	@$(UV) sync --quiet --frozen
	@touch $@

.PHONY: setup demo lint format test slow again night test-all proofs snapshots examples variants pictures tags release clean
setup: .venv/ready ## install what the other verbs need

demo: setup ## render the default service into build/my-service and run its own tests
	@rm -rf $(SERVICE)
	@.venv/bin/copier copy --defaults --vcs-ref HEAD '$(CURDIR)' $(SERVICE)
	@$(MAKE) --no-print-directory -C $(SERVICE) setup test

lint: setup ## check format, style and types of the tests
	@$(RUN) ruff format --check
	@$(RUN) ruff check
	@$(RUN) mypy

format: setup ## put the tests into their format
	@$(RUN) ruff check --fix
	@$(RUN) ruff format

test: setup ## run the everyday tests, a few minutes
	@$(RUN) pytest -n auto --dist worksteal

slow: setup ## run the slow tests: rendered projects use their own verbs
	@$(RUN) pytest -n $(WORKERS) --dist worksteal -m slow -v --durations 10

again: setup ## run those tests once more that failed, one after the other
	@$(RUN) pytest -m '' --last-failed --last-failed-no-failures none -v

night: setup ## try random answers that nobody has tried before, some 20,000 sets
	@HYPOTHESIS_PROFILE=night $(RUN) pytest tests/test_model.py

test-all: test slow ## run all tests

proofs: setup ## run all tests, and write down in docs/proofs.md what they have proven
	@WRITE_PROOFS=1 $(RUN) pytest -n $(WORKERS) --dist worksteal -m '' -v

snapshots: setup ## accept what tests/snapshots/ compares; read the difference before you commit it
	@WRITE_SNAPSHOTS=1 $(RUN) pytest -q tests/test_stable_interfaces.py

examples: setup ## write docs/examples.md anew, from services that are rendered for it
	@PYTHONPATH=.:tests $(RUN) docs.examples.write

variants: setup ## compute the covering array of tests/variants.yml anew, and write docs/variants.md
	@PYTHONPATH=.:tests $(RUN) docs.variants.write

pictures: setup ## record the pictures of README anew, from a service that runs
	@PYTHONPATH=.:tests $(RUN) docs.pictures.record

tags: setup ## give each release of the history its tag, on this machine only
	@$(RUN) releases tags

release: setup ## make what is unreleased a release: commit and tag, VERSION=1.2.3; pushes nothing
	@$(RUN) releases release '$(VERSION)'

clean: ## remove what the verbs made
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache .uv .venv build
	find tests -name __pycache__ -type d -prune -exec rm -rf {} +
