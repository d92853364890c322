"""Texts that the database keeps but cannot read: secrets of second factors, sign-in codes on their way.

Sealed with Fernet (AES and HMAC) under keys derived from MFA_KEY, the newest first, or from SECRET_KEY where there is
none.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"dialogue_portal.accounts.sealing"


class CannotUnseal(Exception):
    """No key of today's opens the text: the key it was sealed with is gone, or the text was changed."""


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text; raises CannotUnseal."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotUnseal from error


def _box() -> MultiFernet:
    return _box_of(tuple(settings.MFA_KEY or [settings.SECRET_KEY]))


@lru_cache(maxsize=4)
def _box_of(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str) -> bytes:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(key)
