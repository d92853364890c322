"""Four round tables two by two, as at CSW63, with choices of delegations; and what makes a meeting accessible."""

from datetime import date, datetime, timedelta

from accounts.models import Delegation
from dialogue_portal.demo import dialogues, people
from dialogue_portal.demo.people import Cast
from sessions.models import (
    Arrangement,
    Captioning,
    DialogueSession,
    InterpretationLanguage,
    MeetingMode,
    OpenTo,
    Series,
    SeriesText,
    SessionKind,
    SessionStatus,
    SessionText,
    TextPart,
)
from speakers.models import SeriesChoice
from speakers.services.series import give_first_choices, give_places

OFFICIAL = ["ar", "zh", "en", "fr", "ru", "es"]
TITLE = "Ministerial round tables"
TITLES = {
    "ar": "اجتماعات المائدة المستديرة الوزارية",
    "zh-hans": "部长级圆桌会议",
    "fr": "Tables rondes ministérielles",
    "es": "Mesas redondas ministeriales",
}
# Title, hour at which it begins, room, seats.
TABLES = [
    ("Round table 1: pensions and protection for women in informal work", 10, "Conference Room 4", 24),
    ("Round table 2: public services within reach", 10, "Conference Room 8", 18),
    ("Round table 3: pensions and protection for women in informal work", 15, "Conference Room 4", 24),
    ("Round table 4: public services within reach", 15, "Conference Room 8", 18),
]
# By delegation: number of the first choice, of the second or 0. Kenya is left to whoever tries the portal.
CHOICES = {
    1: "AO:3 BJ:3 BW:3 GH:2 NG:3 RW:3 SN:2 ZA:3 TZ:3 JP:3 PH:2 RO:3 UA:4 CL:3 UY:2 FI:3 NO:3 PT:0",
    2: "EG:4 ET:4 MA:4 NA:4 UG:1 ZM:4 BD:4 IN:4 ID:4 KR:4 NP:4 VN:1 AL:4 EE:4 PL:4 AR:4 BR:4 MX:1 AT:4 CA:4 DE:4 SE:0",
    3: "ML:1 MW:1 JO:1 KZ:1 PK:4 GE:1 CO:1 EC:4 ES:1 CH:1",
    4: "CM:2 LS:2 MN:2 LK:2 MD:0 BO:2 PY:3 FR:2 IE:2",
}
OVERVIEW = (
    "Ministers who cannot take the floor in the dialogue itself exchange experience here. Each topic is taken up "
    "twice, in the morning and in the afternoon; a delegation takes part once."
)


def state_access(main: DialogueSession) -> None:
    """The main dialogue is held in the room and online, and says who can follow it how."""
    main.mode = MeetingMode.HYBRID
    main.join_url = "https://meetings.demo.example/dialogue"
    main.join_details = "Passcode 2363. Sound check an hour before; please join with your delegation’s name."
    main.interpretation_languages = OFFICIAL
    main.sign_languages = "International Sign, American Sign Language"
    main.captioning = Captioning.LIVE
    main.accessible_formats = (
        "Documents as tagged PDF, and in Braille or large print if asked for a week ahead.\n"
        "The room has an induction loop and seats without steps."
    )
    main.access_contact_name, main.access_contact_email = "Meetings accessibility desk", "access@demo.example"
    main.save()


def load(main: DialogueSession, cast: Cast, now: datetime) -> None:
    """The series on the last working day before the dialogue; choices are open, the first places are given."""
    starts_at, _ends_at = dialogues.times_of(main)
    day = dialogues.working_day(starts_at.astimezone(dialogues.NEW_YORK).date() - timedelta(days=1), -1)
    series = Series.objects.create(
        title=TITLE,
        commission_session=main.commission_session,
        arrangement=Arrangement.BOTH,
        choices_until=dialogues.noon(now.astimezone(dialogues.NEW_YORK).date() + timedelta(days=3)),
    )
    SeriesText.objects.bulk_create(
        SeriesText(series=series, language=language, text=text, translates=TITLE) for language, text in TITLES.items()
    )
    tables = [_table(series, day, number, *facts) for number, facts in enumerate(TABLES, start=1)]
    for table in tables:
        people.give_roles(table, cast)
    delegations = {row.iso2: row for row in Delegation.objects.all()}
    SeriesChoice.objects.bulk_create(
        SeriesChoice(
            series=series,
            delegation=delegations[iso2],
            first=tables[first - 1],
            second=tables[int(second) - 1] if second != "0" else None,
            stated_by=cast.focal_points[iso2],
        )
        for first, written in CHOICES.items()
        for iso2, second in (one.split(":") for one in written.split())
    )
    give_first_choices(series, actor=cast.secretariat)
    # Where more wish than there are seats, some are moved by hand; the others still wait.
    moved = [delegations[iso2] for iso2 in ("ZM", "VN")]
    give_places(series, moved, tables[3], actor=cast.secretariat)


def _table(series: Series, day: date, number: int, title: str, hour: int, room: str, seats: int) -> DialogueSession:
    starts_at = datetime(day.year, day.month, day.day, hour, tzinfo=dialogues.NEW_YORK)
    session = DialogueSession.objects.create(
        slug=f"round-table-{number}-{day.year}",
        title=title,
        kind=SessionKind.ROUND_TABLE,
        commission_session=series.commission_session,
        series=series,
        theme=dialogues.THEME,
        venue=f"{room}, United Nations Headquarters, New York",
        agenda_item="Item 3 (a)",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2, minutes=30),
        seats=seats,
        interpretation_languages=[language.value for language in InterpretationLanguage if language in OFFICIAL],
        captioning=Captioning.LIVE,
        phase_keys=[],
        open_to=[OpenTo.DELEGATIONS, OpenTo.INVITED],
        opening_minutes=0,
        status=SessionStatus.PUBLISHED,
    )
    SessionText.objects.create(session=session, part=TextPart.OVERVIEW, text=OVERVIEW)
    return session
