# demo, test, check, bench, and nothing clever.

# Where `make demo` answers: http://localhost:PORT
PORT ?= 8000
PYTHON ?= python3
# What `make test` hands to pytest, such as: make test ARGS="tests/sessions -x"
ARGS ?=

RUN_LIBRARIES = libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1 fonts-noto-core fonts-droid-fallback gettext
TEST_PROGRAMS = chromium postgresql redis-server poppler-utils clamav-daemon

CATALOGUES = $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
STATIC = var/static/staticfiles.json

.PHONY: help demo demo-reset test coverage check bench permissions messages lock clean run-libraries test-programs

help:
	@echo 'make demo        run the portal with its demo data at http://localhost:$(PORT) (PORT=… changes it)'
	@echo 'make demo-reset  throw the demo data away and start over'
	@echo 'make test        all tests, on SQLite and on PostgreSQL with Redis'
	@echo 'make coverage    which lines the tests run, on PostgreSQL with Redis'
	@echo 'make check       style, types, templates, imports, migrations, deployment settings, catalogues'
	@echo 'make bench       our times beside those of a bare Django view'
	@echo 'make permissions write docs/permissions.md from the table that the tests check'
	@echo 'make messages    collect the strings to translate'
	@echo 'make lock        write requirements/*.lock from pyproject.toml'
	@echo 'make clean       remove what was installed and built; keeps var/'

demo: .venv/base $(CATALOGUES) $(STATIC) var/env
	@PORTAL_URL=http://localhost:$(PORT) exec .venv/bin/python manage.py demo

demo-reset:
	rm -rf var/portal.sqlite3* var/media var/mail var/broker var/beat-schedule*
	@$(MAKE) --no-print-directory demo

test: .venv/test $(CATALOGUES) test-programs
	@PATH=$(CURDIR)/.venv/bin:$$PATH scripts/test.sh $(ARGS)

# Traced line by line the suite takes half as long again, so the gate does without.
coverage: .venv/test $(CATALOGUES) test-programs
	@SECRET_KEY=only-for-tests-only-for-tests-only-for-tests-only PATH=$(CURDIR)/.venv/bin:$$PATH \
		python scripts/with_servers.py pytest --cov --cov-report=term $(ARGS)

check: .venv/test $(CATALOGUES)
	@PATH=$(CURDIR)/.venv/bin:$$PATH scripts/check.sh

bench: .venv/test $(CATALOGUES) test-programs
	@PATH=$(CURDIR)/.venv/bin:$$PATH python -m bench

permissions: .venv/test
	@.venv/bin/python -m tests.permissions.document

messages: .venv/base
	.venv/bin/python manage.py makemessages --locale ar --locale es --locale fr --locale ru --locale zh_Hans \
		--no-location --no-wrap --ignore '.venv' --ignore 'var' --ignore 'tests' --ignore 'bench'

lock:
	test -x var/uv/bin/uv || { $(PYTHON) -m venv var/uv && var/uv/bin/pip install --quiet uv; }
	UV_CUSTOM_COMPILE_COMMAND="make lock" var/uv/bin/uv pip compile pyproject.toml --quiet \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url --output-file requirements/base.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" var/uv/bin/uv pip compile pyproject.toml --quiet --extra test -c requirements/base.lock \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url --output-file requirements/test.lock

clean:
	rm -rf .venv var/static var/uv $(CATALOGUES)

# --- What the above stand on ---------------------------------------------------------------------------------------

run-libraries:
	@scripts/install-packages.sh $(RUN_LIBRARIES)

test-programs:
	@scripts/install-packages.sh $(TEST_PROGRAMS)

.venv/bin/pip:
	@scripts/make-venv.sh $(PYTHON)

.venv/base: requirements/base.lock | run-libraries .venv/bin/pip
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/test: requirements/test.lock .venv/base
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# The secret of an embedded portal, made once; only its owner may read it.
var/env:
	@mkdir -p var && umask 077 && \
		$(PYTHON) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))' > $@

$(STATIC): .venv/base $(shell find static -type f) dialogue_portal/staticfiles.py | var/env
	@.venv/bin/python manage.py collectstatic --noinput --verbosity 0
	@touch $@

%.mo: %.po .venv/base
	msgfmt --check-format --output-file=$@ $<
