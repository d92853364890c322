#!/bin/sh
# What has to hold beside the tests. `make check` calls this; nothing is changed, everything is reported.
set -u

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
unset DATABASE_URL REDIS_URL EMAIL_URL MEDIA_ROOT DEBUG ENV_FILE PORTAL_URL SECOND_FACTOR_ROLES
export SECRET_KEY=only-for-checks-only-for-checks-only-for-checks-only VAR_DIR="$folder"

failed=
run() {
    title=$1
    shift
    if "$@" >"$folder/output" 2>&1; then
        echo "ok      $title"
    else
        echo "FAILED  $title"
        cat "$folder/output"
        failed=1
    fi
}

with_production_values() {
    env PORTAL_URL=https://portal.example.org PROXY_COUNT=1 EMAIL_URL=smtp://mail.example.org:587 \
        DATABASE_URL=postgres://portal:secret@database/portal REDIS_URL=redis://redis/0 \
        SECOND_FACTOR_ROLES=secretariat,commission_chair,presiding_chair,bureau,reviewer "$@"
}

run "format (ruff)" ruff format --check .
run "style (ruff)" ruff check .
run "types (mypy)" mypy .
run "import order (import-linter)" lint-imports
# Its layout is not used: it breaks lines inside titles and sentences.
run "templates (djlint)" djlint --lint --quiet templates
run "no migration is missing" python manage.py makemigrations --check --dry-run
run "settings for production (check --deploy)" \
    with_production_values python manage.py check --deploy --fail-level WARNING
for catalogue in locale/*/LC_MESSAGES/*.po; do
    test -e "$catalogue" && run "catalogue $catalogue" msgfmt --check-format --output-file=/dev/null "$catalogue"
done
test -z "$failed"
