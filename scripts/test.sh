#!/bin/sh
# The suite twice: on SQLite in a file, and on a PostgreSQL and a Redis started for it. `make test` calls this.
# What cannot come out differently runs on one of them (tests/halves.py).
set -eu

folder=$(mktemp -d)
# Nothing of the portal that runs here, and no setting of whoever types the command.
unset DATABASE_URL REDIS_URL EMAIL_URL MEDIA_ROOT DEBUG ENV_FILE PORTAL_URL SECOND_FACTOR_ROLES
export SECRET_KEY=only-for-tests-only-for-tests-only-for-tests-only VAR_DIR="$folder/sqlite"
mkdir -p "$folder/sqlite" "$folder/postgresql"

# Both at the same time, one on each of two cores; the second one's report follows the first one's.
VAR_DIR="$folder/postgresql" python scripts/with_servers.py pytest --half=postgresql --durations=10 "$@" \
    >"$folder/report" 2>&1 &
second=$!

show_second() {
    echo "== On PostgreSQL and Redis"
    cat "$folder/report"
}
clean_up() {
    kill $second 2>/dev/null || true
    rm -rf "$folder"
}
# Whoever stops this sees how far it came.
trap 'show_second; exit 143' INT TERM
trap clean_up EXIT

failed=
echo "== On SQLite in a file"
pytest --half=sqlite --durations=10 "$@" || failed=1
wait $second || failed=1
show_second
test -z "$failed"
