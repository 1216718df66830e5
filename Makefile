# `make sandbox` tries the desk, `make test` proves it. Both set everything up in .venv first; only Python 3.11 or
# newer and make must be there. PYTHON names another interpreter, PORT the port of the sandbox's page; TOPICS=1 gives
# its chats topics.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || echo python3)
PORT ?= 8080
TOPICS ?=
KILLS ?= 20

BIN := .venv/bin
READY := .venv/ready

.PHONY: sandbox test crash bench fuzz lint format lock clean
.DEFAULT_GOAL := sandbox

sandbox: $(READY)
	@exec $(BIN)/relaydesk sandbox --port $(PORT) $(if $(TOPICS),--topics)

test: $(READY)
	@$(BIN)/python -m tests.browser --install
	$(BIN)/pytest -n auto --dist worksteal

# The desk killed KILLS times while 40 customers and 4 agents talk, on each database, and on PostgreSQL two at a time as
# well. DATABASE=sqlite or postgresql and REPLICAS=1 or 2 narrow it down; SEED plays a run again.
crash: $(READY)
	@$(BIN)/python -m tests.crash --kills $(KILLS) $(if $(SEED),--seed $(SEED)) \
		$(if $(DATABASE),--database $(DATABASE)) $(if $(REPLICAS),--replicas $(REPLICAS))

# How fast it is, beside a bare relay: a few minutes. BENCH takes options, such as BENCH=--long or BENCH="--profile customers_write".
bench: $(READY)
	@$(BIN)/python -m benchmarks.calendar
	@$(BIN)/python -m benchmarks.deadlines
	@$(BIN)/python -m benchmarks.relay $(BENCH)

# Bad input at random, for as long as you like: FUZZ_EXAMPLES is how many of each kind. What fails is printed, to be sent again.
FUZZ_EXAMPLES ?= 1000
fuzz: $(READY)
	@FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) $(BIN)/pytest tests/bad_input -k "fuzz or surface or memory" --timeout 0

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Takes the newest releases that pyproject.toml allows. Hashes are of the releases' own files, wherever they lie.
lock: $(READY)
	$(BIN)/pip-compile --quiet --upgrade --extra dev --generate-hashes --allow-unsafe --strip-extras --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build *.egg-info
	find bot handlers migrations tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Done again only when what is to be installed has changed.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Relaydesk needs Python 3.11 or newer; $(PYTHON) is not. Name one: make PYTHON=python3.11" >&2; exit 1; }
	@echo "Setting up .venv. This takes a minute or two, once."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --requirement requirements.lock
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -qq -j 0 .venv/lib || true  # on all cores, where pip takes one; as it does, whatever does not compile
	@$(BIN)/python -m compileall -q bot handlers migrations
	@touch $@
