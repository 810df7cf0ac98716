# Everything a person does with Shirube, one word each. `make` alone lists the words.
# Needs python3 (3.11 or newer), pip and make; what else a target needs, it says itself.

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev analysts html-checker run migrate serve admin backup restore test test-crawl test-browser test-deploy lint check sbom licences snapshot bench readings lock screenshots messages dump

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
VENV_BENCH := .venv-bench
VENV_READINGS := .venv-readings
VENV_ANALYSTS := .venv-analysts
VENV_HTTPFS := .venv-httpfs
MANAGE := $(PY) manage.py
INSTALL = $(PYTHON) -m pip --python $(@D)/bin/python install --quiet --no-input \
  --disable-pip-version-check --require-hashes -r
# A link leads to an environment that others use, which is not ours to empty.
NEW_VENV = if test -L $(@D); then echo "$(@D) is a link to another environment; remove the link." >&2; \
  exit 1; fi; \
  $(PYTHON) -m venv --clear $(@D) >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip $(@D)

help: ## list these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

## ---- install: a stamp file remembers what is installed, so a second start takes seconds

setup: $(VENV)/.installed ## install the locked packages into .venv
	@mkdir -p var

setup-dev: setup $(VENV)/.installed-dev ## the same with the tools for tests and lint

# Made anew whenever the lock changes, so that nothing unlocked stays and no other Python mixes in.
# Debian's python3 without python3-venv cannot put pip into the environment, and need not: the pip
# outside installs into it.
$(VENV)/.installed: requirements.txt
	@$(need_python)
	@$(NEW_VENV)
	@echo "Installing the locked packages into $(@D) ..."
	@$(INSTALL) $< || { $(install_failed); }
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@$(need_python)
	@echo "Installing the tools for tests and lint into $(@D) ..."
	@$(INSTALL) $< || { $(install_failed); }
	@touch $@

$(VENV_BENCH)/.installed: requirements-bench.txt
	@$(need_python)
	@$(NEW_VENV)
	@echo "Installing Datasette into $(@D), to measure against ..."
	@$(INSTALL) $< || { $(install_failed); }
	@touch $@

$(VENV_READINGS)/.installed: requirements-readings.txt
	@$(need_python)
	@$(NEW_VENV)
	@echo "Installing SudachiPy and its dictionary into $(@D), to propose readings ..."
	@$(INSTALL) $< || { $(install_failed); }
	@touch $@

analysts: $(VENV_ANALYSTS)/.installed $(VENV_HTTPFS)/.installed ## install what analysts read files with, for the tests that they can

$(VENV_ANALYSTS)/.installed: requirements-analysts.txt
	@$(need_python)
	@$(NEW_VENV)
	@echo "Installing what analysts read files with into $(@D) ..."
	@$(INSTALL) $< || { $(install_failed); }
	@touch $@

$(VENV_HTTPFS)/.installed: requirements-httpfs.txt
	@$(need_python)
	@$(NEW_VENV)
	@echo "Installing DuckDB with what lets it read addresses into $(@D) ..."
	@$(INSTALL) $< || { $(install_failed); }
	@touch $@

# Its lock holds the package with its hash, as requirements*.txt do for Python.
html-checker: var/html/.installed ## the Nu HTML checker, for the tests that pages are valid (needs npm, and java to run)

var/html/.installed: .ci/html/package.json .ci/html/package-lock.json
	@command -v npm >/dev/null || { \
	  echo "make html-checker needs npm:  sudo apt-get install nodejs npm  (or: brew install node)" >&2; exit 1; }
	@mkdir -p $(@D)
	@cp $^ $(@D)/
	@echo "Installing the Nu HTML checker into $(@D) ..."
	@npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --silent || { $(install_failed); }
	@touch $@

define need_python
if ! command -v $(PYTHON) >/dev/null; then \
  echo "Shirube needs Python 3.11 or newer, and there is no $(PYTHON) here."; \
elif ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
  echo "Shirube needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)."; \
elif ! $(PYTHON) -m pip --version >/dev/null 2>&1; then \
  echo "Shirube needs pip to install its packages, and $(PYTHON) has none."; \
elif ! $(PYTHON) -m pip --help | grep -q -e '--python'; then \
  echo "Shirube needs pip 22.3 or newer; this is $$($(PYTHON) -m pip --version)."; \
else exit 0; fi >&2; { \
  echo "  Debian, Ubuntu:  sudo apt-get install python3 python3-pip python3-venv"; \
  echo "  macOS:           brew install python"; \
  echo "  another one:     make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12"; \
} >&2; exit 1
endef

define install_failed
echo "The packages could not be installed; the reason stands above." \
  "Once it is mended (the network, most often), start the same command again." >&2; exit 1
endef

## ---- use

run: setup ## prepare the database, load the record if it is empty, serve (PORT, HOST, WORKERS, THREADS …)
	@$(MANAGE) prepare
	@exec $(MANAGE) serve

migrate: setup ## only bring the database and the static files up to date, while another process serves
	@$(MANAGE) prepare --apart

serve: setup ## only serve what stands
	@exec $(MANAGE) serve

admin: setup ## make an account for the editing pages; asks for its name, role and password
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) make_account

backup: setup ## back up the whole database while the site runs (TO=folder, KEEP=how many stay)
	@$(MANAGE) backup "$(or $(TO),var/backups)" $(if $(KEEP),--keep $(KEEP))

restore: setup ## bring a backup back into the empty database of DATABASE_URL (FROM=folder of one backup)
	@test -n "$(FROM)" || { echo "make restore needs FROM, the folder of one backup." >&2; exit 1; }
	@$(MANAGE) restore "$(FROM)"

dump: setup ## write the record from the database back into fixtures/
	@$(MANAGE) dump_record

## ---- check

# A file of tests stays in one process, for its fixtures are made once for all of it. On PostgreSQL
# those run that the databases could answer differently, and those of PostgreSQL alone: the others know
# no database, or one is enough.
PYTEST = $(PY) -m pytest --numprocesses $(or $(PROCESSES),auto) --dist $(or $(DIST),loadfile)
SOME = $(if $(filter postgres%,$(DATABASE_URL)),(both or postgresql),not postgresql) and 

test: setup-dev ## the tests but for the crawl and those in a browser (ARGS="-k budget" chooses)
	@$(note_missing)
	@$(PYTEST) -m "$(SOME)not crawl and not deploy" --ignore tests/e2e $(ARGS)

# What one visit found serves all tests of its language.
test-crawl: DIST = loadgroup
test-crawl: setup-dev ## every entry of the bundled record and every link between them
	@$(note_missing)
	@$(PYTEST) -m "$(SOME)crawl" --ignore tests/e2e $(ARGS)

# Each process has a server and a browser of its own, and the longest file takes half of all.
test-browser: DIST = worksteal
test-browser: setup-dev ## the tests with a real server and a real browser
	@$(note_missing)
	@$(PYTEST) -m "$(SOME)not crawl" tests/e2e $(ARGS)

# One place, which all its tests share.
test-deploy: DIST = no
test-deploy: PROCESSES = 0
test-deploy: setup-dev ## deploy it with nginx, PgBouncer and a standby, and go through the drills
	@for each in nginx pgbouncer openssl psql; do command -v $$each >/dev/null \
	  || test -x /usr/sbin/$$each || { echo "make test-deploy needs $$each:" \
	  "sudo apt-get install nginx-light pgbouncer postgresql openssl" >&2; exit 1; }; done
	@$(PYTEST) -m deploy tests/deploy $(ARGS)

# Each entry: what is tested only with it, the check, and how to get it.
define note_missing
note() { printf 'Missing, so some tests are skipped: %s\n  %s\n' "$$1" "$$2"; }; \
command -v chromium >/dev/null || note "chromium, for the tests in a browser." \
  "Debian: sudo apt-get install chromium fonts-noto-cjk"; \
command -v pdftotext >/dev/null || note "pdftotext, for the tests of printed pages." \
  "Debian, Ubuntu: sudo apt-get install poppler-utils   macOS: brew install poppler"; \
command -v msgfmt >/dev/null || note "gettext, for the tests of the translations." \
  "Debian, Ubuntu: sudo apt-get install gettext   macOS: brew install gettext"; \
{ command -v java && test -e var/html/.installed; } >/dev/null || note "the Nu HTML checker, for the tests that pages are valid." \
  "Debian, Ubuntu: sudo apt-get install default-jre-headless nodejs npm   then: make html-checker"; \
{ test -e $(VENV_ANALYSTS)/.installed && test -e $(VENV_HTTPFS)/.installed; } || note "what analysts read files with, for the tests that they can." \
  "make analysts"; \
command -v Rscript >/dev/null || note "R with readr, for the test that R reads our files." \
  "Debian, Ubuntu: sudo apt-get install r-base-core r-cran-readr"; \
test -n "$$TEST_POSTGRES_URL" || note "a PostgreSQL server, for the tests of both databases." \
  "export TEST_POSTGRES_URL=postgres://USER:PASSWORD@127.0.0.1:5432/DATABASE (USER may create databases)"; \
test -n "$$SOURCE_TEXTS" || note "the texts of the source documents, for the tests of the quotes." \
  "export SOURCE_TEXTS=the folder that holds them"
endef

lint: setup-dev ## style, format, templates and the layers of ARCHITECTURE.md
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@find templates -name '*.html' -exec $(VENV)/bin/djade --check {} +
	@$(VENV)/bin/lint-imports --no-logo

# Production settings with values that work nowhere: the checks read them and connect to nothing.
check: export SHIRUBE_PRODUCTION = 1
check: export SECRET_KEY = throw-away-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLM
check: export ALLOWED_HOSTS = shirube.example.jp
check: export DATABASE_URL = sqlite://:memory:
check: export DEBUG =
check: setup ## migrations complete, settings fit for production
	@$(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) check --deploy --fail-level WARNING

snapshot: setup ## compare all that readers see with another commit (BASE=commit)
	@$(PY) -m tests.snapshot $(or $(BASE),HEAD)

# Options, all in the environment or behind the word: QUICK=1 (two small sizes), SIZES="1000 100000",
# DATABASES=sqlite, BENCH_POSTGRES_URL (a server of yours), LIGHTHOUSE=0 (leaves it out),
# CLEAN=1 (only removes what it built).
bench: export SIZES ?=
bench: export DATABASES ?=
bench: export FORMER ?=
bench: export LIGHTHOUSE ?=
bench: export QUICK ?=
bench: export CLEAN ?=
bench: setup $(VENV_BENCH)/.installed ## measure against Datasette and write BENCHMARKS.md (QUICK=1: a first look)
	@$(PY) -m tests.bench

## ---- upkeep

LOCK = uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --universal \
  --python-version 3.11 --custom-compile-command "make lock"

lock: ## choose the newest allowed packages anew and lock them with hashes
	@command -v uv >/dev/null || { \
	  echo "make lock needs uv:  python3 -m pip install uv  (or: brew install uv)" >&2; exit 1; }
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) pyproject.toml --extra dev -o requirements-dev.txt
	$(LOCK) --group bench -o requirements-bench.txt
	$(LOCK) --group readings -o requirements-readings.txt
	$(LOCK) --group analysts -o requirements-analysts.txt
	$(LOCK) --group httpfs -o requirements-httpfs.txt
	$(LOCK) pyproject.toml --extra bundle -o requirements-bundle.txt

# A name goes to the dictionary and comes back with a proposal. Nothing enters the record by itself:
# manage.py readings fills in what somebody has read and put right.
readings: setup $(VENV_READINGS)/.installed ## propose readings (よみ) for names without one, to be checked
	@$(MANAGE) readings > var/names.txt
	@$(VENV_READINGS)/bin/python .ci/propose_readings.py < var/names.txt > var/readings.tsv
	@echo "Proposals stand in var/readings.tsv. Check each, then:" \
	  "$(MANAGE) readings var/readings.tsv && make dump"

# Of what production installs, which is what is locked; tools for tests are not in it.
sbom: setup-dev ## the inventory of all packages as CycloneDX, in var/sbom.json
	@$(VENV)/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --mc-type application \
	  --output-reproducible --output-format JSON --output-file var/sbom.json
	@echo "The inventory stands in var/sbom.json."

licences: setup-dev ## under which licences these packages are, in var/licences.csv
	@$(VENV)/bin/pip-licenses --python $(PY) --from mixed --with-urls --format csv --output-file var/licences.csv \
	  --packages $$(grep -oE '^[A-Za-z0-9._-]+' requirements.txt)

screenshots: setup-dev ## take the screenshots of the help anew, over a fresh copy of the record
	@$(PY) -m tests.screenshots

messages: setup ## collect the texts to translate into locale/ja, compile what is translated
	@command -v xgettext >/dev/null && command -v msgfmt >/dev/null || { \
	  echo "make messages needs gettext." >&2; \
	  echo "  Debian, Ubuntu:  sudo apt-get install gettext" >&2; \
	  echo "  macOS:           brew install gettext" >&2; exit 1; }
	@$(MANAGE) makemessages --locale ja --no-obsolete --add-location file --ignore '$(VENV)*' --ignore var --ignore tests
	@$(MANAGE) compilemessages --ignore '$(VENV)*' --ignore var
