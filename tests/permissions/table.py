"""The permission matrix: every address of the portal, who gets in by GET and by POST, and what becomes of the others.

Read it, or what `make permissions` writes from it: docs/permissions.md. `tests/dialogue_portal/test_permissions.py`
fails for an address without a row, for a row without an address, and for a cell that is not as it says here.

To add an address: a row under its URL name, and in `world.py` the rows that its arguments name.
"""

from tests.permissions.other_packages import ADMINISTRATION, SIGN_IN
from tests.permissions.roles import (
    BUREAU,
    CHAIR,
    CHAIRS_TEAM,
    EVENT_EDITORS,
    EVERYBODY,
    FLOOR,
    FLOOR_READERS,
    FOCAL_POINTS,
    LEAD,
    OWN_DELEGATION,
    OWN_ORGANIZATION,
    RAPPORTEURS,
    REVIEWERS,
    ROLE_HOLDERS,
    SECRETARIAT,
    SIGNED_IN,
    SUPERUSER,
    Who,
    who,
)
from tests.permissions.row import Outcome, Row

_EVENT = {"slug": "{side_event}"}
_SPEAKER = _EVENT | {"pk": "{event_speaker}"}
_HIDDEN = {"others": Outcome.NOT_FOUND}

_ASKED_FOR_IT: Who = frozenset({"secretariat"})
_NOT_THEIRS = {"visitor": Outcome.SIGN_IN, **_HIDDEN}

PORTAL = {
    "health-live": Row(get=EVERYBODY),
    "health-ready": Row(get=EVERYBODY),
    "home": Row(get=EVERYBODY),
    "search": Row(get=EVERYBODY),
    "calendar": Row(get=EVERYBODY),
    # Whoever asked for it, in this world the secretariat; of anybody else's nobody knows.
    "export": Row(get=_ASKED_FOR_IT, about={"pk": "{export}"}, refused=_NOT_THEIRS),
    "export-file": Row(get=_ASKED_FOR_IT, about={"pk": "{export}"}, refused=_NOT_THEIRS),
    "export-retry": Row(post=_ASKED_FOR_IT, about={"pk": "{export}"}, refused=_NOT_THEIRS),
    "feed": Row(get=EVERYBODY),
    "sitemap": Row(get=EVERYBODY),
    "robots": Row(get=EVERYBODY),
}

_IMPORT = {"pk": "{invitation_import}"}
_ERASURE = {"pk": "{erasure_request}"}

ACCOUNTS = {
    "accounts:me": Row(get=SIGNED_IN, post=SIGNED_IN),
    "accounts:own-data": Row(get=SIGNED_IN, post=SIGNED_IN),
    "accounts:own-data-download": Row(get=SIGNED_IN),
    "accounts:erasure-requests": Row(get=SECRETARIAT),
    "accounts:erasure-request": Row(get=SECRETARIAT, post=SECRETARIAT, about=_ERASURE),
    # Whoever asked, and nobody else.
    "accounts:erasure-withdraw": Row(post=who("nobody"), about=_ERASURE),
    "accounts:act-for": Row(post=SIGNED_IN),
    "usersessions_list": Row(get=SIGNED_IN, post=SIGNED_IN),
    "accounts:audit-log": Row(get=SECRETARIAT),
    "accounts:delegations": Row(get=SECRETARIAT),
    "accounts:delegation": Row(get=SECRETARIAT | OWN_DELEGATION, about={"pk": "{delegation}"}),
    "accounts:delegation-invite": Row(post=SECRETARIAT | LEAD, about={"pk": "{delegation}"}),
    "accounts:focal-point-lead": Row(post=SECRETARIAT | LEAD, about={"pk": "{membership}"}),
    "accounts:focal-point-remove": Row(get=SECRETARIAT | LEAD, post=SECRETARIAT | LEAD, about={"pk": "{membership}"}),
    "accounts:invitations": Row(get=SECRETARIAT),
    "accounts:invitation-renew": Row(post=SECRETARIAT | LEAD, about={"pk": "{invitation}"}),
    "accounts:invitation-withdraw": Row(post=SECRETARIAT | LEAD, about={"pk": "{invitation}"}),
    # These two tell everybody who has the link what it offers; the role goes to the invited address only.
    "accounts:invitation": Row(get=EVERYBODY, about={"token": "{invitation_token}"}),
    "accounts:invitation-answer": Row(get=EVERYBODY, post=EVERYBODY),
    "accounts:invitation-import-new": Row(get=SECRETARIAT, post=SECRETARIAT),
    "accounts:invitation-template": Row(get=SECRETARIAT, about={"kind": "csv"}),
    "accounts:invitation-import": Row(get=SECRETARIAT, post=SECRETARIAT, about=_IMPORT),
    "accounts:invitation-import-send": Row(post=SECRETARIAT, about=_IMPORT),
    "accounts:invitation-import-discard": Row(post=SECRETARIAT, about=_IMPORT),
    "accounts:invitation-import-problems": Row(get=SECRETARIAT, about=_IMPORT),
}

_ORGANIZATION = {"pk": "{organization}"}
_ASKED = {"pk": "{join_request}"}

ORGANIZATIONS = {
    "accounts:organizations": Row(get=SECRETARIAT),
    "accounts:organization-new": Row(get=SIGNED_IN, post=SIGNED_IN),
    "accounts:ecosoc-import": Row(get=SECRETARIAT, post=SECRETARIAT),
    "accounts:organization": Row(get=SECRETARIAT | OWN_ORGANIZATION, about=_ORGANIZATION),
    "accounts:organization-edit": Row(get=SECRETARIAT, post=SECRETARIAT, about=_ORGANIZATION),
    "accounts:organization-ecosoc": Row(
        post=SECRETARIAT, about=_ORGANIZATION, sends={"status": "special", "as_of": "2019-03-12"}
    ),
    "accounts:organization-join": Row(get=SIGNED_IN, post=SIGNED_IN, about=_ORGANIZATION),
    "accounts:organization-leave": Row(get=OWN_ORGANIZATION, post=OWN_ORGANIZATION, about=_ORGANIZATION),
    "accounts:organization-merge-choose": Row(get=SECRETARIAT, about=_ORGANIZATION),
    "accounts:organization-merge": Row(
        get=SECRETARIAT, post=SECRETARIAT, about={**_ORGANIZATION, "other": "{other_organization}"}
    ),
    "accounts:organization-member-remove": Row(post=SECRETARIAT, about={"pk": "{organization_membership}"}),
    "accounts:join-request-admit": Row(post=SECRETARIAT | OWN_ORGANIZATION, about=_ASKED),
    "accounts:join-request-decline": Row(post=SECRETARIAT | OWN_ORGANIZATION, about=_ASKED),
    # By who asked.
    "accounts:join-request-withdraw": Row(post=who("nobody"), about=_ASKED),
}

MAILINGS = {
    "mailings:outbox": Row(get=SECRETARIAT),
    "mailings:message": Row(get=SECRETARIAT, about={"pk": "{message}"}),
    "mailings:message-retry": Row(post=SECRETARIAT, about={"pk": "{message}"}),
    "mailings:message-resend": Row(post=SECRETARIAT, about={"pk": "{message}"}),
    "mailings:mailing": Row(get=SECRETARIAT, about={"pk": "{mailing}"}),
    "mailings:mailing-progress": Row(get=SECRETARIAT, about={"pk": "{mailing}"}),
    "mailings:mailing-retry": Row(post=SECRETARIAT, about={"pk": "{mailing}"}),
    "mailings:mailing-rewrite": Row(post=SECRETARIAT, about={"pk": "{mailing}"}),
    "mailings:templates": Row(get=SECRETARIAT),
    "mailings:template": Row(get=SECRETARIAT, post=SECRETARIAT, about={"occasion": "invitation", "language": "en"}),
    "mailings:template-restore": Row(post=SECRETARIAT, about={"occasion": "invitation", "language": "en"}),
    "mailings:mailing-release": Row(post=SECRETARIAT, about={"pk": "{mailing}"}),
    "mailings:mailing-discard": Row(post=SECRETARIAT, about={"pk": "{mailing}"}),
}

SESSIONS = {
    "sessions:list": Row(get=EVERYBODY),
    "sessions:archive": Row(get=EVERYBODY),
    "sessions:create": Row(get=SECRETARIAT, post=SECRETARIAT),
    "sessions:example-note": Row(get=SECRETARIAT),
    "sessions:kinds": Row(get=SECRETARIAT),
    "sessions:kind": Row(get=SECRETARIAT, post=SECRETARIAT, about={"kind": "round_table"}),
    "commission_sessions:list": Row(get=SECRETARIAT),
    "commission_sessions:create": Row(get=SECRETARIAT, post=SECRETARIAT),
    "commission_sessions:detail": Row(get=EVERYBODY, about={"slug": "csw63"}),
    "commission_sessions:edit": Row(get=SECRETARIAT, post=SECRETARIAT, about={"slug": "csw63"}),
    "sessions:detail": Row(get=EVERYBODY),
    "sessions:guides": Row(get=EVERYBODY),
    "sessions:guide": Row(get=EVERYBODY, about={"role": "moderator"}),
    "sessions:notice": Row(get=EVERYBODY),
    "sessions:calendar": Row(get=EVERYBODY),
    # A document that is not public.
    "sessions:document": Row(get=ROLE_HOLDERS, about={"document_id": "{document}"}, refused=_HIDDEN),
    "sessions:document-file": Row(
        get=ROLE_HOLDERS, about={"document_id": "{document}", "language": "en"}, refused=_HIDDEN
    ),
    "sessions:document-version": Row(
        get=ROLE_HOLDERS, about={"document_id": "{document}", "language": "en", "number": "1"}, refused=_HIDDEN
    ),
    "sessions:event": Row(get=EVENT_EDITORS, post=EVENT_EDITORS, about=_EVENT),
    "sessions:ask-to-publish": Row(post=EVENT_EDITORS, about=_EVENT),
    # One that leads is the secretariat's to remove.
    "sessions:remove-organizer": Row(get=EVENT_EDITORS, post=EVENT_EDITORS, about=_EVENT | {"pk": "{co_organizer}"}),
    "sessions:let-organizer-edit": Row(post=SECRETARIAT, about=_EVENT | {"pk": "{organizer}"}),
    "sessions:add-event-speaker": Row(get=EVENT_EDITORS, post=EVENT_EDITORS, about=_EVENT),
    "sessions:event-speaker": Row(get=EVENT_EDITORS, post=EVENT_EDITORS, about=_SPEAKER),
    "sessions:move-event-speaker": Row(post=EVENT_EDITORS, about=_SPEAKER),
    "sessions:remove-event-speaker": Row(post=EVENT_EDITORS, about=_SPEAKER),
    # What a principal told staff to do: the file of it, here a delegation's.
    "sessions:instruction-file": Row(get=SECRETARIAT | OWN_DELEGATION, about={"pk": "{instruction}"}),
    # Those who have deputies see their own; here the Chair's.
    "sessions:deputies": Row(get=CHAIR | who("presiding_chair", "bureau", "bureau_group")),
    "sessions:name-deputy": Row(post=CHAIR, about={"pk": "{chairs_role}"}),
    "sessions:end-deputy": Row(post=CHAIR, about={"pk": "{chairs_deputy}"}),
    "sessions:cockpit": Row(get=SECRETARIAT),
    "sessions:set-up": Row(get=SECRETARIAT, post=SECRETARIAT),
    "sessions:texts": Row(get=SECRETARIAT),
    "sessions:text": Row(get=SECRETARIAT, post=SECRETARIAT, about={"part": "overview", "language": "fr"}),
    "sessions:publish": Row(post=SECRETARIAT),
    "sessions:return-to-draft": Row(post=SECRETARIAT),
    "sessions:cancel": Row(post=SECRETARIAT),
    "sessions:series-list": Row(get=SECRETARIAT),
    "sessions:create-series": Row(get=SECRETARIAT, post=SECRETARIAT),
    "sessions:series": Row(get=SECRETARIAT, post=SECRETARIAT, about={"pk": "{series}"}),
    "sessions:access-facts": Row(get=SECRETARIAT, post=SECRETARIAT),
    "sessions:programme": Row(get=SECRETARIAT, post=SECRETARIAT),
    "sessions:phases": Row(get=SECRETARIAT),
    "sessions:set-phase": Row(post=SECRETARIAT, about={"phase": "intents"}),
    "sessions:open-phase": Row(get=SECRETARIAT, post=SECRETARIAT, about={"phase": "intents"}),
    "sessions:close-phase": Row(get=SECRETARIAT, post=SECRETARIAT, about={"phase": "intents"}),
    "sessions:call": Row(get=SECRETARIAT, post=SECRETARIAT, about={"phase": "intents"}),
    "sessions:leaves": Row(get=SECRETARIAT, post=SECRETARIAT, about={"phase": "intents"}),
    "sessions:end-leave": Row(post=SECRETARIAT, about={"pk": "{leave}"}),
    "sessions:rehearsal": Row(get=SECRETARIAT, post=SECRETARIAT),
    "sessions:rehearsal-fill": Row(post=SECRETARIAT),
    "sessions:rehearsal-wipe": Row(post=SECRETARIAT),
    "sessions:people": Row(get=SECRETARIAT, post=SECRETARIAT),
    "sessions:invite": Row(post=SECRETARIAT),
    "sessions:import-people": Row(get=SECRETARIAT, post=SECRETARIAT),
    "sessions:end-role": Row(post=SECRETARIAT, about={"pk": "{role}"}),
    "sessions:documents": Row(get=SECRETARIAT, post=SECRETARIAT),
    "sessions:edit-document": Row(get=SECRETARIAT, post=SECRETARIAT, about={"pk": "{document}"}),
    "sessions:add-document-file": Row(post=SECRETARIAT, about={"pk": "{document}"}),
    "sessions:remove-document-file": Row(post=SECRETARIAT, about={"pk": "{document_file}"}),
    "sessions:show-document": Row(post=SECRETARIAT, about={"pk": "{document}"}),
    "sessions:remove-document": Row(get=SECRETARIAT, post=SECRETARIAT, about={"pk": "{document}"}),
}

_SERIES = {"pk": "{series}"}

SERIES = {
    "series:choice": Row(get=FOCAL_POINTS, post=FOCAL_POINTS, about=_SERIES),
    "series:board": Row(get=SECRETARIAT, about=_SERIES),
    "series:enter": Row(get=SECRETARIAT, post=SECRETARIAT, about=_SERIES),
    "series:give": Row(post=SECRETARIAT, about=_SERIES),
    "series:give-first": Row(post=SECRETARIAT, about=_SERIES),
    "series:tell": Row(post=SECRETARIAT, about=_SERIES),
}

_PROVISIONAL = {"pk": "{provisional_intent}"}

INTENTS = {
    "speakers:intent": Row(get=EVERYBODY),
    "speakers:register-intent": Row(get=FOCAL_POINTS, post=FOCAL_POINTS),
    "speakers:show-intent": Row(get=FLOOR_READERS | OWN_DELEGATION, about={"pk": "{intent}"}),
    "speakers:amend-intent": Row(
        get=SECRETARIAT | OWN_DELEGATION, post=SECRETARIAT | OWN_DELEGATION, about={"pk": "{intent}"}
    ),
    "speakers:withdraw-intent": Row(
        get=SECRETARIAT | OWN_DELEGATION, post=SECRETARIAT | OWN_DELEGATION, about={"pk": "{intent}"}
    ),
    "speakers:reinstate-intent": Row(
        get=SECRETARIAT | OWN_DELEGATION, post=SECRETARIAT | OWN_DELEGATION, about={"pk": "{intent}"}
    ),
    # By whoever followed a forwarded invitation and has a verified address; here everybody who is signed in.
    "speakers:leave-provisional-intent": Row(get=SIGNED_IN, post=SIGNED_IN),
    "speakers:provisional-intent": Row(get=SECRETARIAT | LEAD | who("nobody"), about=_PROVISIONAL),
    "speakers:confirm-provisional-intent": Row(post=SECRETARIAT | LEAD, about=_PROVISIONAL),
    "speakers:discard-provisional-intent": Row(post=SECRETARIAT | LEAD | who("nobody"), about=_PROVISIONAL),
    "speakers:add-statement": Row(post=SECRETARIAT | OWN_DELEGATION, about={"pk": "{intent}"}),
    "speakers:statement": Row(get=FLOOR_READERS | OWN_DELEGATION, about={"pk": "{statement}"}),
    "speakers:pool": Row(get=FLOOR_READERS),
    "speakers:add-intent": Row(get=SECRETARIAT, post=SECRETARIAT),
    "speakers:points": Row(get=RAPPORTEURS),
    "speakers:note-point": Row(post=RAPPORTEURS),
    "speakers:amend-point": Row(get=RAPPORTEURS, post=RAPPORTEURS, about={"pk": "{point}"}),
}

THE_FLOOR = {
    "speakers:screen": Row(get=EVERYBODY),
    "speakers:floor": Row(get=FLOOR_READERS),
    "speakers:floor-part": Row(get=FLOOR_READERS, about={"part": "pool"}),
    "speakers:floor-state": Row(get=EVERYBODY),
    "speakers:floor-events": Row(get=EVERYBODY),
    "speakers:floor-meeting": Row(post=SECRETARIAT | who("presiding_chair")),
    "speakers:floor-segment": Row(post=FLOOR),
    "speakers:floor-discussion": Row(post=FLOOR),
    "speakers:floor-give": Row(post=FLOOR),
    "speakers:floor-follow-up": Row(post=FLOOR),
    "speakers:floor-officer": Row(post=FLOOR),
    "speakers:floor-person-in-room": Row(post=FLOOR),
    "speakers:floor-clock": Row(post=FLOOR),
    "speakers:floor-name": Row(post=FLOOR),
    "speakers:floor-nameplate": Row(post=FLOOR),
    "speakers:floor-decide": Row(post=FLOOR),
    "speakers:floor-request": Row(get=FOCAL_POINTS),
    "speakers:floor-ask": Row(post=FOCAL_POINTS),
    "speakers:withdraw-floor-request": Row(post=OWN_DELEGATION, about={"pk": "{floor_request}"}),
}

# The application on the applicant's own pages is a draft, that on the others' was found eligible.
_DRAFT = {"pk": "{draft_application}"}
_ELIGIBLE = {"pk": "{application}"}

APPLYING = {
    "stakeholders:apply": Row(get=SIGNED_IN),
    "stakeholders:apply-new": Row(get=SIGNED_IN, post=SIGNED_IN),
    # For an organisation of one's own; anybody else's is not found.
    "stakeholders:apply-start": Row(
        post=OWN_ORGANIZATION - SUPERUSER,
        sends={"organization": "{organization}"},
        refused={"others": Outcome.NOT_FOUND, "visitor": Outcome.SIGN_IN},
    ),
    "stakeholders:apply-overview": Row(get=OWN_ORGANIZATION, about=_DRAFT),
    "stakeholders:apply-submit": Row(post=OWN_ORGANIZATION, about=_DRAFT),
    "stakeholders:apply-reopen": Row(post=OWN_ORGANIZATION, about=_DRAFT),
    "stakeholders:apply-withdraw": Row(post=OWN_ORGANIZATION, about=_DRAFT),
    "stakeholders:apply-confirm": Row(
        get=SECRETARIAT | OWN_ORGANIZATION, post=SECRETARIAT | OWN_ORGANIZATION, about=_DRAFT
    ),
    "stakeholders:apply-step": Row(
        get=OWN_ORGANIZATION, post=OWN_ORGANIZATION, about={**_DRAFT, "step": "representative"}
    ),
    "stakeholders:apply-autosave": Row(
        post=OWN_ORGANIZATION, about={**_DRAFT, "step": "representative"}, sends={"seen_revision": "1"}
    ),
}

REVIEWING = {
    "stakeholders:applications": Row(get=SECRETARIAT),
    "stakeholders:application": Row(get=SECRETARIAT, post=SECRETARIAT, about=_ELIGIBLE),
    "stakeholders:application-add": Row(get=SECRETARIAT, post=SECRETARIAT),
    "stakeholders:application-amend": Row(get=SECRETARIAT, post=SECRETARIAT, about=_ELIGIBLE),
    "stakeholders:application-status": Row(post=SECRETARIAT, about=_ELIGIBLE),
    "stakeholders:application-settle": Row(post=SECRETARIAT, about=_ELIGIBLE, sends={"conflict": "{conflict}"}),
    "stakeholders:review": Row(get=REVIEWERS),
    "stakeholders:review-conflicts": Row(get=REVIEWERS, post=REVIEWERS),
    "stakeholders:review-score": Row(get=REVIEWERS, post=REVIEWERS, about=_ELIGIBLE),
    "stakeholders:review-declare": Row(post=REVIEWERS, about=_ELIGIBLE),
    "stakeholders:panel": Row(get=CHAIR | who("reviewer")),
    "stakeholders:panel-suggest": Row(post=who("reviewer")),
    "stakeholders:panel-change": Row(post=who("reviewer")),
    "stakeholders:panel-recommend": Row(post=who("reviewer")),
    "stakeholders:panel-decide": Row(post=CHAIR),
    "stakeholders:panel-release": Row(post=SECRETARIAT),
    "stakeholders:panel-invite": Row(post=SECRETARIAT),
}

_SECTION = {"section_id": "{section}"}
_PARAGRAPH = {"paragraph_id": "{paragraph}"}
_COMMENT = {"contribution_id": "{comment}"}

DRAFTING = {
    # One address for all: the team's draft, the Bureau's consultation, "not published yet", the final text.
    "summaries:detail": Row(get=EVERYBODY),
    "summaries:start": Row(post=RAPPORTEURS),
    "summaries:masthead": Row(get=RAPPORTEURS, post=RAPPORTEURS),
    "summaries:write-facts": Row(post=RAPPORTEURS),
    "summaries:add-section": Row(post=RAPPORTEURS),
    "summaries:edit-section": Row(get=RAPPORTEURS, post=RAPPORTEURS, about=_SECTION),
    "summaries:move-section": Row(post=RAPPORTEURS, about=_SECTION),
    "summaries:remove-section": Row(post=RAPPORTEURS, about=_SECTION),
    "summaries:new-paragraph": Row(get=RAPPORTEURS, post=RAPPORTEURS),
    "summaries:add-points": Row(get=RAPPORTEURS),
    "summaries:edit-paragraph": Row(get=RAPPORTEURS, post=RAPPORTEURS, about=_PARAGRAPH),
    "summaries:move-paragraph": Row(post=RAPPORTEURS, about=_PARAGRAPH),
    "summaries:remove-paragraph": Row(post=RAPPORTEURS, about=_PARAGRAPH),
    "summaries:restore-paragraph": Row(post=RAPPORTEURS, about=_PARAGRAPH),
    "summaries:versions": Row(get=CHAIRS_TEAM),
    "summaries:freeze": Row(post=CHAIRS_TEAM),
    "summaries:version": Row(get=CHAIRS_TEAM | BUREAU, about={"version_id": "{version}"}),
    "summaries:rendering": Row(get=CHAIRS_TEAM | BUREAU, about={"rendering_id": "{rendering}"}),
    "summaries:retry-rendering": Row(post=CHAIRS_TEAM, about={"rendering_id": "{rendering}"}),
    "summaries:download": Row(get=CHAIRS_TEAM | BUREAU, about={"rendering_id": "{rendering}"}),
}

_KNOWN_TO_TEAM = dict.fromkeys(["secretariat", "commission_chair", "rapporteur"], Outcome.FORBIDDEN)
_KNOWN_TO_THEM = dict.fromkeys(["rapporteur", "bureau", "bureau_group"], Outcome.FORBIDDEN)

CONSULTING = {
    # A round is not found by those who may not know of it.
    "summaries:consultation": Row(get=CHAIRS_TEAM | BUREAU, refused=_HIDDEN),
    "summaries:open-consultation": Row(get=CHAIR, post=CHAIR),
    "summaries:close-consultation": Row(post=CHAIR, refused=_HIDDEN | _KNOWN_TO_THEM),
    # For a group of one's own; another group's is not found.
    "summaries:state-position": Row(
        post=frozenset({"bureau"}), sends={"regional_group": "african"}, refused=_HIDDEN | _KNOWN_TO_TEAM
    ),
    # What a group said otherwise than here, entered by staff.
    "summaries:record-position": Row(
        get=SECRETARIAT,
        post=SECRETARIAT,
        sends={"group": "african", "regional_group": "african"},
        refused=_HIDDEN | _KNOWN_TO_THEM | {"commission_chair": Outcome.FORBIDDEN},
    ),
    "summaries:contribute": Row(
        get=BUREAU, post=BUREAU, about={"paragraph_id": "{paragraph}"}, refused=_HIDDEN | _KNOWN_TO_TEAM
    ),
    "summaries:withdraw": Row(post=who("bureau"), about=_COMMENT),
    "summaries:dispositions": Row(get=CHAIRS_TEAM | BUREAU),
    "summaries:decide": Row(get=CHAIR, post=CHAIR, about=_COMMENT),
    "summaries:finalize": Row(get=CHAIR, post=CHAIR),
    "summaries:reopen": Row(post=CHAIR),
    "summaries:publish": Row(post=CHAIR),
}

TABLE: dict[str, dict[str, Row]] = {
    "The portal": PORTAL,
    "People": ACCOUNTS,
    "Organizations": ORGANIZATIONS,
    "Mail": MAILINGS,
    "Sessions": SESSIONS,
    "Series of meetings": SERIES,
    "Intents, statements and points": INTENTS,
    "The floor": THE_FLOOR,
    "Applying": APPLYING,
    "Screening, reviewing, the panel": REVIEWING,
    "Drafting the summary": DRAFTING,
    "Consultation and decisions": CONSULTING,
    "Sign-in and one's own account (django-allauth)": SIGN_IN,
    "Administration (Django)": ADMINISTRATION,
}
