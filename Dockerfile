# One image for every process of the portal; docker-compose.yml says what each runs.
FROM python:3.12-slim-bookworm

# What WeasyPrint needs to set type in six languages, and gettext to compile the catalogues.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1 fonts-noto-core fonts-droid-fallback gettext \
    && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/srv/var MEDIA_ROOT=/srv/media
WORKDIR /srv/portal

COPY requirements/base.lock requirements/base.lock
RUN pip install --no-cache-dir --require-hashes -r requirements/base.lock

COPY . .
# The key is for this one command and stays in no layer. Media is a volume that belongs to the portal's user.
RUN useradd --system --home-dir /srv portal \
    && for catalogue in locale/*/LC_MESSAGES/*.po; do \
        test ! -e "$catalogue" || msgfmt --check-format --output-file="${catalogue%.po}.mo" "$catalogue"; done \
    && mkdir -p /srv/var /srv/media \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
        python manage.py collectstatic --noinput --verbosity 0 \
    && chown -R portal /srv/var /srv/media
USER portal

EXPOSE 8000
