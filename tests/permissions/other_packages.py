"""The rows of the permission matrix for pages that other packages bring: signing in, the administration."""

from dataclasses import replace

from tests.permissions.roles import EVERYBODY, SIGNED_IN, SUPERUSER, Who
from tests.permissions.row import Outcome, Row

# Other packages' pages. Signing in, out and up is open to all; the rest asks for a person.
_OPEN = Row(get=EVERYBODY, post=EVERYBODY)
_OWN = Row(get=SIGNED_IN, post=SIGNED_IN)

_NOBODY: Who = frozenset()
_TO_PROVE = {"visitor": Outcome.SIGN_IN, "others": Outcome.PROVE}
_PROVEN = Row(get=_NOBODY, post=_NOBODY, refused=_TO_PROVE)
_NO_POST = {"visitor": Outcome.SIGN_IN, "others": Outcome.NO_METHOD}

SIGN_IN = {
    "account_login": _OPEN,
    "account_logout": _OPEN,
    "account_inactive": Row(get=EVERYBODY),
    "account_signup": _OPEN,
    "account_email_verification_sent": _OPEN,
    "account_confirm_login_code": _OPEN,
    "account_request_login_code": _OPEN,
    "account_reset_password": _OPEN,
    "account_reset_password_done": Row(get=EVERYBODY),
    "account_reset_password_from_key": Row(get=EVERYBODY, post=EVERYBODY, about={"uidb36": "1", "key": "not-a-key"}),
    "account_reset_password_from_key_done": Row(get=EVERYBODY),
    "account_reauthenticate": _OWN,
    "account_email": _OWN,
    "account_change_password": _OWN,
    "account_set_password": _OWN,
    "mfa_index": Row(get=SIGNED_IN, post=_NOBODY, refused=_NO_POST),
    "mfa_authenticate": _OPEN,
    "mfa_reauthenticate": _OWN,
    "mfa_activate_totp": _PROVEN,
    "mfa_deactivate_totp": _PROVEN,
    "mfa_view_recovery_codes": replace(_PROVEN, refused=_TO_PROVE | {"others by post": Outcome.NO_METHOD}),
    "mfa_generate_recovery_codes": _PROVEN,
    "mfa_download_recovery_codes": _PROVEN,
    "mfa_list_webauthn": Row(get=SIGNED_IN, post=_NOBODY, refused=_NO_POST),
    "mfa_add_webauthn": _PROVEN,
    "mfa_reauthenticate_webauthn": _OWN,
    "mfa_remove_webauthn": replace(_PROVEN, about={"pk": "1"}),
    "mfa_edit_webauthn": replace(_PROVEN, about={"pk": "1"}),
    "mfa_login_webauthn": _OPEN,
}

# The administration sends everybody but superusers to sign in; a pattern stands for all names that match it.
_TO_SIGN_IN = {"others": Outcome.SIGN_IN}
_SUPERUSERS = Row(get=SUPERUSER, post=SUPERUSER, refused=_TO_SIGN_IN)
# Not even superusers: what has rules of its own is not made, changed or deleted here.
_CLOSED = Row(get=_NOBODY, post=_NOBODY, refused={**_TO_SIGN_IN, "superuser": Outcome.FORBIDDEN})
_TO_LOOK_AT = Row(get=SUPERUSER, post=_NOBODY, refused={**_TO_SIGN_IN, "superuser": Outcome.FORBIDDEN})
_GET_ONLY = {**_TO_SIGN_IN, "superuser": Outcome.NO_METHOD}
ADMINISTRATION = {
    "admin:*": _SUPERUSERS,
    # Signs in through the portal's own page; signed-in people who have no business here are told so.
    "admin:login": Row(get=SUPERUSER, post=SUPERUSER),
    "admin:logout": Row(get=EVERYBODY - SUPERUSER, post=EVERYBODY, refused={"superuser": Outcome.NO_METHOD}),
    "admin:password_change_done": Row(get=SUPERUSER, post=_NOBODY, refused=_GET_ONLY),
    "admin:jsi18n": Row(get=SUPERUSER, post=_NOBODY, refused=_GET_ONLY),
    "admin:autocomplete": Row(
        get=SUPERUSER,
        post=_NOBODY,
        sends={"app_label": "dialogue_sessions", "model_name": "sessionrole", "field_name": "user"},
        refused=_GET_ONLY,
    ),
    "admin:view_on_site": replace(
        _SUPERUSERS, about={"content_type_id": "{content_type}", "object_id": "{delegation}"}
    ),
    "admin:app_list": replace(_SUPERUSERS, about={"app_label": "accounts"}),
    "admin:accounts_user_delete": _CLOSED,
    "admin:mailings_*_add": _CLOSED,
    "admin:mailings_*_change": _TO_LOOK_AT,
    "admin:mailings_*_delete": _CLOSED,
    "admin:dialogue_sessions_dialoguesession_add": _CLOSED,
    "admin:dialogue_sessions_dialoguesession_delete": _CLOSED,
}
