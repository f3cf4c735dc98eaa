# Everything a newcomer needs: `make demo`, then `make test`. All of it happens in .venv, nothing outside this folder
# is touched (only `make system` may install a system package, and it says so).

PYTHON ?= python3
WORKERS ?= 2
SIZE ?= 20000
FOLDER ?= $(or $(TMPDIR),/tmp)/zonecheck-bench
SECONDS ?= 60
ONLY ?= *
SAMPLE ?= 200
SEED ?= 1
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help system demo test quick trust audit lint format docs site bench fuzz coverage mutate mistakes build clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

system:  ## look for what the system must bring (Python 3.11 with venv; a browser for its tests); install it where that is possible
	@bash .ci/system "$(PYTHON)"

demo: $(STAMP)  ## install, check the example projects, say what each answer means
	$(BIN)/python examples/demo.py

test: $(STAMP)  ## all tests
	$(BIN)/python -m pytest -q -n $(WORKERS)

quick: $(STAMP)  ## the tests that start few processes and try few cases: all that guards a verdict
	$(BIN)/python -m pytest -q -n $(WORKERS) -m "not slow"

trust: $(STAMP)  ## a million random sites, judged by the product and by an independent reference (some minutes)
	$(BIN)/python tests/soak.py --sites 1000000
	ZONECHECK_MOVES=200 $(BIN)/python -m pytest -q tests/test_whatif.py -k random_prohibited_sites

audit:  ## known vulnerabilities in what is pinned; asks a public database, so it needs the network
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	.venv-audit/bin/pip-audit --no-deps --disable-pip -r constraints.txt

lint: $(STAMP)  ## ruff, mypy, and the architecture as import-linter contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(STAMP)  ## let ruff put the code in order
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(STAMP)  ## print again every output that stands in the documentation
	$(BIN)/python docs/printed.py
	$(BIN)/python docs/deletions.py

site: $(STAMP)  ## the documentation as a site in build/site, in both languages
	$(BIN)/python docs/site/build.py

bench: $(STAMP)  ## start-up, engine, a run beside what else there is and ten times as long: make bench SIZE=100000 FOLDER=/tmp/bench
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/engine.py --runs 3
	$(BIN)/python benchmarks/bundled.py --folder "$(FOLDER)"
	$(BIN)/python benchmarks/large_layer.py --folder "$(FOLDER)" --runs 7
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt sedonadb geoarrow-pyarrow
	$(BIN)/python benchmarks/compare.py --folder "$(FOLDER)" --projects $(SIZE) --with jobs=$(WORKERS)
	$(BIN)/python benchmarks/batch.py --folder "$(FOLDER)" --sizes $(SIZE) $(SIZE)0 --jobs 1 2 --dask 2

fuzz: $(STAMP)  ## search for input that breaks a promise, SECONDS=60 for each reader (Linux)
	printf '%s\n' geojson pack coordinates attributes | xargs -P $(WORKERS) -I NAME \
		$(BIN)/python fuzz/run.py NAME --seconds $(SECONDS)

coverage: $(STAMP)  ## which branches of the code that makes a verdict, and of what reads for it, the quick tests take: all, or it fails
	$(BIN)/python -m pytest -q -n $(WORKERS) -m "not slow" --cov --cov-report= --cov-fail-under=0
	$(BIN)/python -m coverage report

mutate: $(STAMP)  ## change the code and see which changes no quick test notices: make mutate ONLY="zonecheck.truth.*" SAMPLE=200 SEED=1
	$(BIN)/python mutation/run.py "$(ONLY)" --sample $(SAMPLE) --seed $(SEED) --workers $(WORKERS)
	$(BIN)/python mutation/score.py --survivors

mistakes: $(STAMP)  ## make by hand mistakes that would clear what must not be cleared, and see that quick tests notice each
	$(BIN)/python mutation/by_hand.py

build: $(STAMP)  ## a wheel and a source archive in dist/
	$(BIN)/python -m build --no-isolation

clean:  ## remove what the other targets made
	rm -rf .venv .venv-audit build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* mutants

# The build backend is pinned like everything else, so it is installed first and used without isolation.
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt hatchling editables
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-build-isolation -e ".[dev]"
	$(BIN)/python -m compileall -q src  # as pip does for whatever it installs, but not for a folder that is being worked in
	@touch $(STAMP)
