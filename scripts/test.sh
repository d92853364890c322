#!/bin/sh
# The whole suite twice: on SQLite in a file, then on a PostgreSQL and a Redis started for it. `make test` calls this.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
# Nothing of the portal that runs here, and no setting of whoever types the command.
unset DATABASE_URL REDIS_URL EMAIL_URL MEDIA_ROOT DEBUG ENV_FILE PORTAL_URL SECOND_FACTOR_ROLES
export SECRET_KEY=only-for-tests-only-for-tests-only-for-tests-only VAR_DIR="$folder/sqlite"
mkdir -p "$VAR_DIR"

failed=
echo "== On SQLite in a file"
pytest --durations=10 --cov --cov-report=term "$@" || failed=1

echo "== On PostgreSQL and Redis"
export VAR_DIR="$folder/postgresql"
mkdir -p "$VAR_DIR"
python scripts/with_servers.py pytest --durations=10 "$@" || failed=1
test -z "$failed"
