.PHONY: run test check prove bench lock

# where state lives: here, unless you say otherwise
export LIFELONG_HOME ?= $(CURDIR)/var

.venv/run: pyproject.toml requirements.lock
	@test -x .venv/bin/uv || (python3 -m venv .venv && .venv/bin/pip install -q uv)
	@.venv/bin/uv pip install -q -p .venv/bin/python --require-hashes -r requirements.lock
	@.venv/bin/uv pip install -q -p .venv/bin/python --no-deps -e .
	@touch $@

.venv/dev: .venv/run requirements-dev.lock
	@.venv/bin/uv pip install -q -p .venv/bin/python --require-hashes -r requirements-dev.lock
	@touch $@

run: .venv/run
	@exec .venv/bin/lifelong run

test: .venv/dev
	@tests/browser/chromium.sh
	@.venv/bin/pytest -n 2 -m "not proof"

# as written on the embedded PostgreSQL, and what rests on the database alone once more on
# Debian's 15, where it is installed
prove: .venv/dev
	@tests/browser/chromium.sh
	@.venv/bin/pytest -m proof
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

lock: .venv/run
	.venv/bin/uv pip compile -q --no-emit-index-url --no-annotate --generate-hashes --universal -o requirements.lock pyproject.toml
	.venv/bin/uv pip compile -q --no-emit-index-url --no-annotate --generate-hashes --universal --extra dev -o requirements-dev.lock pyproject.toml
