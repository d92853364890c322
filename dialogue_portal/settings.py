"""All settings, from environment variables; the README's table lists them with their defaults.

Without any variable set (except SECRET_KEY) the portal runs embedded on one machine: SQLite, a broker in a
folder, mail in files, everything below VAR_DIR. DATABASE_URL, REDIS_URL and EMAIL_URL turn it into a production
deployment; no code asks which of the two it is.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from environs import Env, validate

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
# The secrets made on a first embedded run; real environment variables win over the file.
env.read_env(env.str("ENV_FILE", str(VAR_DIR / "env")), recurse=False)

# --- Address and safety -----------------------------------------------------------------------------------------

_long_enough = validate.Length(min=32)
SECRET_KEY = env.str("SECRET_KEY", validate=_long_enough)
DEBUG = env.bool("DEBUG", False)
PORTAL_NAME = env.str("PORTAL_NAME", "Dialogue Portal")
# Whom readers are told to ask where a session names nobody; no address where none is set.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")
PORTAL_URL = env.str("PORTAL_URL", "http://localhost:8000").rstrip("/")
_address = urlsplit(PORTAL_URL)
_https = _address.scheme == "https"

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [_address.hostname or "localhost"])
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
# How many reverse proxies of ours append to X-Forwarded-For; 0 means that clients connect directly.
PROXY_COUNT = env.int("PROXY_COUNT", 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
# Browsers take a cookie of this prefix from this very host over HTTPS only: no neighbouring domain can plant one.
_host = "__Host-" if _https else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_host}sessionid", f"{_host}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_host}language"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "dialogue_portal.errors.csrf_failure"

CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # data: for Bootstrap's icons and the QR code of the second factor.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "upgrade-insecure-requests": _https,
    }
}

# --- Applications -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "dialogue_portal.apps.DialoguePortalConfig",
    "accounts.apps.AccountsConfig",
    "mailings",
    "sessions",
    "speakers",
    "stakeholders",
    "summaries",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "auditlog",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "rules",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    # After django.contrib.auth, whose note of the last sign-in it replaces.
    "accounts.apps.SignInsConfig",
    "dialogue_portal.staticfiles.CollectedFilesConfig",
    "django.forms",
]

MIDDLEWARE = [
    # First what every answer carries, be it a redirect to HTTPS or a page kept for visitors.
    "dialogue_portal.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "dialogue_portal.visitor_pages.VisitorPagesMiddleware",
    "dialogue_portal.middleware.CompressedPagesMiddleware",
    "dialogue_portal.middleware.ProxiedAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.sign_ins.SignInMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.capacities.AuditMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "accounts.rate_limits.UploadLimitMiddleware",
]

ROOT_URLCONF = "dialogue_portal.urls"
WSGI_APPLICATION = "dialogue_portal.wsgi.application"
ASGI_APPLICATION = "dialogue_portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dialogue_portal.context.portal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "dialogue_portal.templatetags.portal",
                "accounts.templatetags.people",
                "sessions.templatetags.meeting",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Data -------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    # A file, as in use: an in-memory database cannot be shared with the worker that the tests start.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)

REDIS_URL = env.str("REDIS_URL", "")
_memory = "django.core.cache.backends.locmem.LocMemCache"
_redis = "django.core.cache.backends.redis.RedisCache"
CACHES = {
    "default": {"BACKEND": _redis, "LOCATION": REDIS_URL} if REDIS_URL else {"BACKEND": _memory},
    # Each process keeps its own: a version in the database says whether they still hold (visitor_pages.py).
    "pages": {"BACKEND": _memory, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 1000}},
}
# How long a page that is the same for every visitor is sent again at most, in seconds; 0 makes every page anew.
VISITOR_PAGE_SECONDS = env.int("VISITOR_PAGE_SECONDS", 60)

# --- People -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "accounts.backends.SignInBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "accounts.passwords.PortalWordsValidator"},
]
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.profile.SignupForm"
ACCOUNT_FORMS = {"login": "accounts.forms.sign_in.SignInForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.models.display_name"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# As long as a code of another kind: mail is not always there in the three minutes that are allauth's default.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# Sign-up and reset answer alike for known and unknown addresses. Rate limits are allauth's own, kept in the cache.
ACCOUNT_PREVENT_ENUMERATION = True
# A changed password ends all other sign-ins (accounts.sign_ins), not the one in which it was changed.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# A mail says when a password, an address or a second factor was changed.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _address.scheme
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https
MFA_TOTP_ISSUER = PORTAL_NAME
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
# Seal secrets of second factors, the newest key first; derived from SECRET_KEY where there is none.
MFA_KEY: list[str] = env.list("MFA_KEY", [], validate=lambda keys: [_long_enough(key) for key in keys])
# Roles that may act only with a second factor.
_roles = {"secretariat", "commission_chair", "presiding_chair", "bureau", "reviewer", "moderator", "rapporteur"}
SECOND_FACTOR_ROLES: list[str] = env.list("SECOND_FACTOR_ROLES", [], validate=validate.ContainsOnly(_roles))

# Single sign-on by OpenID Connect: on if there is an issuer; its address is https except on the portal's own machine.
OIDC_ISSUER = env.str("OIDC_ISSUER", "").rstrip("/")
if OIDC_ISSUER:
    _issuer = urlsplit(OIDC_ISSUER)
    if _issuer.scheme != "https" and _issuer.hostname not in {"localhost", "127.0.0.1"}:
        raise ImproperlyConfigured("OIDC_ISSUER must be an https address")
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    # Another issuer is another provider: its subjects are not those of the first.
    OIDC_ID = slugify(f"{_issuer.netloc} {_issuer.path}".translate(str.maketrans(".:/", "   ")))
    SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.SingleSignOnAdapter"
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            # Domains whose addresses the provider is believed without saying that it has verified them.
            "VERIFIED_EMAIL": env.list("OIDC_TRUSTED_DOMAINS", []),
            "APP": {
                "provider_id": OIDC_ID,
                "name": env.str("OIDC_NAME", "") or _issuer.hostname,
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_ISSUER},
            },
        }
    }
    # The button is a form, and browsers hold its redirects to the policy too.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] += [
        f"{_issuer.scheme}://{_issuer.netloc}",
        *env.list("OIDC_ORIGINS", []),
    ]

# A sign-in ends after these seconds without use, and after these in any case; that of staff sooner.
SESSION_ENGINE = "accounts.session_store"
SIGN_IN_IDLE_SECONDS = env.int("SIGN_IN_IDLE_SECONDS", 24 * 3600)
SIGN_IN_SECONDS = env.int("SIGN_IN_SECONDS", 14 * 24 * 3600)
STAFF_SIGN_IN_IDLE_SECONDS = env.int("STAFF_SIGN_IN_IDLE_SECONDS", 2 * 3600)
STAFF_SIGN_IN_SECONDS = env.int("STAFF_SIGN_IN_SECONDS", 16 * 3600)
# The cookie of who asks to be remembered; the session itself ends as said above.
ACCOUNT_SESSION_COOKIE_AGE = SIGN_IN_SECONDS
# Of a visitor's session: a sign-in under way, a message.
SESSION_COOKIE_AGE = 24 * 3600

# How often one person may save an application (each pause in typing saves it) and send files: number/time (s, m, h, d).
_rate = validate.Regexp(r"([1-9]\d*/([1-9]\d*)?[smhd])?\Z")
APPLY_RATE = env.str("APPLY_RATE", "120/m", validate=_rate)
UPLOAD_RATE = env.str("UPLOAD_RATE", "60/10m", validate=_rate)
# Where the cache cannot count, nobody is refused; see `accounts/rate_limits.py`.
RATELIMIT_FAIL_OPEN = True

# --- Audit ------------------------------------------------------------------------------------------------------

AUDITLOG_LOGENTRY_MODEL = "accounts.AuditEntry"

# --- Personal data ----------------------------------------------------------------------------------------------

# Days for which kinds of data are kept, 0 for ever; what is due is purged daily (docs/operations.md).
RETAIN_DRAFTS_DAYS = env.int("RETAIN_DRAFTS_DAYS", 180)
RETAIN_APPLICATIONS_DAYS = env.int("RETAIN_APPLICATIONS_DAYS", 730)
RETAIN_INVITATIONS_DAYS = env.int("RETAIN_INVITATIONS_DAYS", 180)
RETAIN_JOIN_REQUESTS_DAYS = env.int("RETAIN_JOIN_REQUESTS_DAYS", 365)
RETAIN_MAIL_TEXTS_DAYS = env.int("RETAIN_MAIL_TEXTS_DAYS", 730)
RETAIN_SIGN_INS_DAYS = env.int("RETAIN_SIGN_INS_DAYS", 30)
RETAIN_AUDIT_ADDRESSES_DAYS = env.int("RETAIN_AUDIT_ADDRESSES_DAYS", 365)
RETAIN_EXPORTS_DAYS = env.int("RETAIN_EXPORTS_DAYS", 7)

# --- Languages and time -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", _("Arabic")),
    ("zh-hans", _("Chinese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
# The zone in which the portal writes to a reader who has chosen none; a meeting's own zone is a field of it.
PORTAL_TIME_ZONE = env.str("PORTAL_TIME_ZONE", "America/New_York")

# --- Files ------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "dialogue_portal.staticfiles.BootstrapFinder",
]
# Private: never below STATIC_ROOT, served by a view that checks permission (dialogue_portal.uploads).
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"},
}
SERVESTATIC_USE_ZSTD = False
# Pages link hashed names only. What was collected is served in front of Django (asgi.py, wsgi.py).
SERVESTATIC_KEEP_ONLY_HASHED_FILES = True
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", 10 * 1024 * 1024)
# A clamd that looks at every upload: tcp://host:3310 or unix:///run/clamav/clamd.ctl; none where it is empty.
CLAMAV_URL = env.str("CLAMAV_URL", "")
# Text fields only; files stream to disk and have UPLOAD_MAX_BYTES.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Mail -------------------------------------------------------------------------------------------------------

_email = env.dj_email_url("EMAIL_URL", f"file:///{VAR_DIR / 'mail'}")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", f"no-reply@{_address.hostname}")

# --- Jobs -------------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost/"
if not REDIS_URL:
    _broker = VAR_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.1,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
# Seconds between two sweeps, and without a heartbeat until a running job counts as lost.
JOB_SWEEP_SECONDS = env.float("JOB_SWEEP_SECONDS", 60)
JOB_LOST_SECONDS = env.float("JOB_LOST_SECONDS", 60)
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "jobs.sweep", "schedule": JOB_SWEEP_SECONDS},
    # Whether a round is open is asked of the clock; this only records its end.
    "close-consultations": {"task": "summaries.close_consultations", "schedule": 60.0},
    "purge-personal-data": {"task": "accounts.purge_personal_data", "schedule": 24 * 3600.0},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# --- Live events ------------------------------------------------------------------------------------------------

# Seconds that a signed stream address is good for; an expired one makes the page fetch a new one.
LIVE_TOKEN_SECONDS = env.int("LIVE_TOKEN_SECONDS", 6 * 3600)

# --- Logging ----------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "dialogue_portal.logs.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
        "json": {"()": "dialogue_portal.logs.JsonFormatter"},
    },
    "filters": {"refusals": {"()": "dialogue_portal.logs.RefusalsInOneLine"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.str("LOG_FORMAT", "line"),
            "filters": ["refusals"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        # Handlers of its own would say everything twice: root has the only one.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "uvicorn": {"handlers": [], "propagate": True},
        "uvicorn.access": {"handlers": [], "propagate": True, "level": "WARNING"},
        "celery": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}
