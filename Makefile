# Two commands do all the set-up on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Names of the shards and of the parts; each stands on a line of its own in its table.
SHARDS := $(shell sed -En 's/^([a-z-]+) = .*/\1/p' tests/tiers/shards.toml)
PARTS := $(shell sed -En 's/^([a-z-]+) = .*/\1/p' prove/parts.toml)
STAMP_INPUTS := pyproject.toml requirements.lock requirements-dev.lock $(shell find web -maxdepth 2 -type f -not -path 'web/node_modules/*' 2>/dev/null)

# Images of containers forbid Python to keep what it compiled; each of the many processes of an office would compile it again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check shots $(SHARDS:%=check-%) lint types bpmn bench prove $(PARTS:%=prove-%) prove-stories prove-whole sbom lock setup setup-dev

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18
	@sed -En 's/^([a-z-]+) = .*about = "([^"]*)".*/check-\1\t\2/p' tests/tiers/shards.toml | expand -t 18
	@sed -En 's/^([a-z-]+) = .*about = "([^"]*)".*/prove-\1\t\2/p' prove/parts.toml | expand -t 18

run: setup ## Set up, load the demo office and serve it (Ctrl-C stops)
	@JIEBAN_DEMO_HISTORY=$${JIEBAN_DEMO_HISTORY:-3000} exec $(BIN)/jieban up --demo

test: setup-dev ## Set up and run the tests, three files at a time
	@$(BIN)/python -m pytest tests -m "not check" -n 3 --dist loadfile --no-loadscope-reorder

check: setup-dev ## Run what the tests leave out, one shard after the other
	@$(BIN)/python -m tests.tiers

$(SHARDS:%=check-%): check-%: setup-dev
	@$(BIN)/python -m tests.tiers $*

lint: setup-dev ## Style of the sources; tells parts older than a year as of today
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/python -m deploy.parts tell

types: setup-dev ## Types of the sources
	@$(BIN)/mypy bpmn models services adapters workers api engine deploy prove

bench: setup-dev ## Compare suggestions with what a careful person decided, the engine with bare commits, a large loop with none, what steady load leaves, a crowd, pages whose look is new with the same when it is on record already, a thousand letters in a batch, figures with a plain table, ways to find a rise of complaints with each other, and what was planted in made pasts with what the office finds
	@$(BIN)/python -m bench.suggestions $(STORIES)
	@$(BIN)/python -m bench.engine_commits
	@$(BIN)/python -m bench.large_loops
	@$(BIN)/python -m bench.steady_growth
	@$(BIN)/python -m bench.crowd
	@$(BIN)/python -m bench.reading_pages
	@$(BIN)/python -m bench.letters_in_a_batch
	@$(BIN)/python -m bench.figures
	@$(BIN)/python -m bench.waves
	@$(BIN)/python -m bench.planted_truths

shots: setup-dev ## Pictures of every page of an office, in both widths, into shots/
	@$(BIN)/python -m tests.gallery

prove: setup-dev ## Longer proofs, one part after the other; their figures go to prove/ and docs/reliability.md
	@$(BIN)/python -m prove
	@$(BIN)/python -m deploy.docs

$(PARTS:%=prove-%): prove-%: setup-dev
	@$(BIN)/python -m prove $*

prove-whole: setup-dev ## What the tests take samples of, whole: every sample story, every step and flow of the diagrams, 200 submissions of each form, two earlier offices, one on both databases, a run cut at every stage while searches lag, a month of supervisor, director, examiners and overseer, every page in both languages and widths by axe, a run lost in either way at each stage, every job done hard, forty of each kind in words, searches and a ledger of 100,000 on both databases, ten restores in a replay, an upgrade killed at every fifth statement on both databases and every use case on PostgreSQL (up to two hours, no part)
	@PROVE=1 $(BIN)/python -m pytest tests/mutated tests/contract/test_form_differential.py tests/acceptance/test_replay.py tests/acceptance/test_without_history.py tests/acceptance/test_earlier_office.py tests/acceptance/test_newest_office_to_its_end.py tests/acceptance/test_last_office_to_its_end.py tests/acceptance/test_last_office_on_postgresql.py tests/web_a11y/test_every_page.py tests/web_a11y/test_staff_pages.py tests/web_a11y/test_public_pages.py tests/web_days/test_month_of_the_office.py tests/workers/test_taken_up.py tests/pages_walk/test_pages.py tests/both_databases/test_ledger_of_many.py tests/both_databases/test_case_search.py tests/both_databases/test_long_lists.py tests/backup/test_killed_upgrade.py "tests/backup/test_in_a_replay.py::test_stories_end_in_the_restored_office_as_they_end_in_the_first[postgresql]" -n 2
	@PROVE=1 $(BIN)/python -m pytest tests/unit -m check -n 3

prove-stories: setup-dev ## Live all sample stories while the processes are killed at every place (up to 90 minutes, no part)
	@PROVE=1 $(BIN)/python -m pytest tests/kill/test_killed_replay.py -s

bpmn: setup-dev ## Save the diagrams as Modeler does and regenerate what follows from them
	@$(BIN)/python -m bpmn.save_diagrams
	@$(BIN)/python -m bpmn.generate

sbom: setup-dev ## List the parts of the program with versions, licences and hashes (CycloneDX 1.6) in jieban.cdx.json
	@$(BIN)/python -m deploy.parts sbom > jieban.cdx.json

lock: setup-dev ## Resolve the dependencies anew
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build --extra dev pyproject.toml -o requirements-dev.lock

setup: $(VENV)/.run-stamp ## Virtual environment and browser bundles for running
setup-dev: $(VENV)/.dev-stamp ## The same with what tests need

$(VENV)/.run-stamp: $(STAMP_INPUTS)
	@bash deploy/setup.sh "$(PYTHON)" "$(VENV)" requirements.lock
	@touch $@

$(VENV)/.dev-stamp: $(STAMP_INPUTS)
	@bash deploy/setup.sh "$(PYTHON)" "$(VENV)" requirements-dev.lock
	@touch $@ $(VENV)/.run-stamp
