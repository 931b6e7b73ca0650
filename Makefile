.PHONY: run test check prove bench pictures words lock

# bytecode is kept, whatever the shell around us says: a start takes half as long
export PYTHONDONTWRITEBYTECODE =
# where state lives: here, unless you say otherwise
export LIFELONG_HOME ?= $(CURDIR)/var

words = $(wildcard lifelong/locale/*/LC_MESSAGES/django.po)

.venv/run: pyproject.toml requirements.lock $(words)
	@test -x .venv/bin/uv || (python3 -m venv .venv && .venv/bin/pip install -q uv)
	@.venv/bin/uv pip install -q -p .venv/bin/python --require-hashes -r requirements.lock
	@.venv/bin/uv pip install -q -p .venv/bin/python --no-deps -e .
	@.venv/bin/pybabel -q compile -d lifelong/locale -D django
	@touch $@

.venv/dev: .venv/run requirements-dev.lock
	@.venv/bin/uv pip install -q -p .venv/bin/python --require-hashes -r requirements-dev.lock
	@touch $@

.venv/spark: .venv/dev requirements-spark.lock
	@.venv/bin/uv pip install -q -p .venv/bin/python --require-hashes -r requirements-spark.lock
	@touch $@

run: .venv/run
	@exec .venv/bin/lifelong run

by_two = -n 2 --dist loadfile --no-loadscope-reorder --max-worker-restart=0

# a test that not even its own timeout ends says where it stands, and ends the run
test: .venv/dev
	@tests/browser/chromium.sh
	@.venv/bin/pytest $(by_two) -o faulthandler_timeout=330 \
		-o faulthandler_exit_on_timeout=true -m "not proof"

# as written on the embedded PostgreSQL, and what rests on the database alone once more on
# Debian's 15, where it is installed. With Java the numbers are proved on Spark too
prove: .venv/dev .venv/spark
	@tests/browser/chromium.sh
	@.venv/bin/pytest $(by_two) -m proof
	@if [ -x /usr/lib/postgresql/15/bin/postgres ]; then \
		LIFELONG_TEST_POSTGRES=15 .venv/bin/pytest -m proof tests/proofs/test_one_copy_one_customer.py; \
	else echo "Not proved on PostgreSQL 15: it is not installed."; fi

check: .venv/dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports
	@.venv/bin/mypy
	@.venv/bin/pytest -q tests/architecture
	
bench: .venv/dev
	@tests/browser/chromium.sh
	@.venv/bin/python -m bench $(ONLY)

# every screen and state, as a browser shows it: var/pictures/index.html
pictures: .venv/dev
	@tests/browser/chromium.sh
	@.venv/bin/python -m pictures $(ONLY)

# what screens say, gathered into the catalogues: say there what is new, in each language
words: .venv/run
	@.venv/bin/pybabel -q extract -F pyproject.toml -k gettext_lazy -k ngettext_lazy:1,2 -k pgettext_lazy:1c,2 \
		--add-location=file --sort-by-file --no-wrap -o .venv/words.pot .
	@.venv/bin/pybabel -q update -D django -d lifelong/locale -i .venv/words.pot \
		--no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date

lock: .venv/run
	.venv/bin/uv pip compile -q --no-emit-index-url --no-annotate --generate-hashes --universal -o requirements.lock pyproject.toml
	.venv/bin/uv pip compile -q --no-emit-index-url --no-annotate --generate-hashes --universal --extra dev -o requirements-dev.lock pyproject.toml
	.venv/bin/uv pip compile -q --no-emit-index-url --no-annotate --generate-hashes --universal --extra spark -c requirements.lock -o requirements-spark.lock pyproject.toml
