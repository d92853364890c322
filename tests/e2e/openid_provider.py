"""An OpenID Connect provider in a process of its own: allauth's identity provider, in one file.

`python openid_provider.py FOLDER PORT CALLBACK` makes its database, a client `portal` with the secret
`provider-secret`, and persons who sign in with PASSWORD; then it serves on localhost until it is stopped.
"""

import sys
from pathlib import Path

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.urls import include, path

PASSWORD = "the provider knows this one"
# Address → name and whether the provider has verified it.
PERSONS = {
    "kari@mfa.example": ("Kari Nordmann", True),
    "newcomer@mfa.example": ("Nils Newcomer", True),
    "squatted@mfa.example": ("Stella Squatted", True),
    "unverified@mfa.example": ("Una Unverified", False),
}

# Filled once the settings stand.
urlpatterns = []


APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]


def configure(folder: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    settings.configure(
        SECRET_KEY="only-for-a-provider-of-tests",
        ALLOWED_HOSTS=["localhost"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        INSTALLED_APPS=APPS,
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        # Its cookies must not be those of the portal: cookies know no ports.
        SESSION_COOKIE_NAME="provider-session",
        CSRF_COOKIE_NAME="provider-csrf",
        ACCOUNT_LOGIN_METHODS={"email"},
        ACCOUNT_SIGNUP_FIELDS=["email*", "password1*"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        LOGIN_URL="/accounts/login/",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        IDP_OIDC_PRIVATE_KEY=key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode(),
    )
    django.setup()
    urlpatterns.extend([path("", include("allauth.idp.urls")), path("accounts/", include("allauth.account.urls"))])


def fill(callback: str) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User

    client = Client(
        id="portal", name="Portal", scopes="openid\nprofile\nemail", redirect_uris=callback, skip_consent=True
    )
    client.set_secret("provider-secret")
    client.save()
    for email, (name, verified) in PERSONS.items():
        first, last = name.split()
        user = User.objects.create_user(email, email, PASSWORD, first_name=first, last_name=last)
        EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)


if __name__ == "__main__":
    folder, port, callback = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    configure(folder)
    call_command("migrate", verbosity=0)
    fill(callback)
    call_command("runserver", f"localhost:{port}", "--noreload")
