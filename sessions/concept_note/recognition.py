"""Putting it together: text → `NoteDraft`. Any text gives a draft; what is not found is a gap, never an error."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from dialogue_portal.moments import day_words
from sessions.concept_note.blocks import Block, dead_links
from sessions.concept_note.characters import clean_text
from sessions.concept_note.commission import commission_of, session_days_of
from sessions.concept_note.format_rules import (
    Count,
    keeps_speakers_list,
    spans_of_time,
    speaking_times,
    stakeholders,
)
from sessions.concept_note.meeting import When, kind_of, time_zone_of, venue_of, when_of
from sessions.concept_note.questions import questions_of
from sessions.concept_note.reading import MAX_CHARACTERS
from sessions.concept_note.result import FIELD_LABELS, Days, Found, NoteDraft
from sessions.concept_note.sections import OTHER, Section, of_part, sections_of
from sessions.concept_note.theme import theme_areas_of, theme_of, titles_of


def recognise(text: str) -> NoteDraft:
    """What a concept note states, and the line where it does. Reads `MAX_CHARACTERS` of it at most."""
    sections = sections_of(clean_text(text[:MAX_CHARACTERS]))
    in_order = [*of_part(sections, "format"), *(section for section in sections if section.part != "format")]
    blocks = [block for section in in_order for block in section.blocks]
    titles, theme = titles_of(sections), theme_of(sections)
    questions, questions_text = questions_of(sections)
    when, venue = when_of(sections), venue_of(sections)
    body, number = commission_of(sections)
    days = session_days_of(sections, number) if body and number else None
    counts = stakeholders(blocks)
    limits = speaking_times(blocks)
    remarks = [*_remarks(sections, titles, when), *_remarks_on_ranges(blocks)]
    return NoteDraft(
        titles=tuple(titles),
        theme=theme,
        theme_areas=tuple(theme_areas_of(sections, theme)),
        kind=kind_of(sections),
        body=body,
        session_number=number,
        session_days=days,
        date=Found(when.date.value.day, when.date.line) if when.date and not when.date.value.other else None,
        starts=Found(when.times.value.starts, when.times.line) if when.times else None,
        ends=Found(when.times.value.ends, when.times.line) if when.times and when.times.value.ends else None,
        time_zone=time_zone_of(sections, venue),
        venue=venue,
        overview=_text(sections, "overview"),
        format=_text(sections, "format"),
        questions_text=questions_text,
        outcome=_text(sections, "outcome"),
        questions=tuple(questions),
        stakeholders_min=_stated(counts, "least"),
        stakeholders_max=_stated(counts, "most"),
        keeps_speakers_list=keeps_speakers_list(blocks),
        remarks=(*remarks, *_remarks_on_limits(limits), *_remarks_on_counts(counts), *_remarks_on_days(days)),
        **{name: found[0] for name, found in limits.items()},
    )


def _stated(counts: list[Found[Count]], name: str) -> Found[int] | None:
    """One of the numbers of the count that is taken."""
    number = getattr(counts[0].value, name) if counts else None
    return None if number is None else Found(number, counts[0].line)


def _remarks_on_days(days: Days | None) -> list[str]:
    """They go to a public page that this session's set-up does not show."""
    words = _(
        "The note gives %(first)s – %(last)s as the days of the Commission’s session. They are kept with it unless it "
        "has its own: check them."
    )
    return [words % {"first": day_words(days[0]), "last": day_words(days[1])}] if days else []


def _text(sections: list[Section], part: str) -> Found[str] | None:
    """The text of a part; where several headings belong to it ("Background", "Purpose"), one after the other."""
    found = [section for section in of_part(sections, part) if section.blocks]
    if not found:
        return None
    texts = [
        section.text if index == 0 else f"**{section.heading}**\n\n{section.text}"
        for index, section in enumerate(found)
    ]
    return Found("\n\n".join(texts), found[0].line)


def _remarks(sections: list[Section], titles: list[Found[str]], when: When) -> list[str]:
    remarks = []
    if len(titles) > 1:
        lines = ", ".join(str(title.line) for title in titles)
        remarks.append(_("The title is worded in different ways (lines %(lines)s): choose one.") % {"lines": lines})
    remarks += _remarks_on_date(when)
    for section in of_part(sections, OTHER):
        if section.blocks:
            remarks.append(
                _("The section “%(heading)s” (line %(line)s) is in none of the portal’s texts. Copy what you need.")
                % {"heading": section.heading, "line": section.line}
            )
    links = sum(dead_links(block.text) for section in sections for block in section.blocks)
    if links:
        remarks.append(
            ngettext("%(n)s link leads nowhere.", "%(n)s links lead nowhere.", links) % {"n": links}
            + " "
            + _("The words are kept, the links are not.")
        )
    return remarks


def _remarks_on_ranges(blocks: list[Block]) -> list[str]:
    words = _("Line %(line)s gives a span, “%(span)s”, where the portal needs one figure: fill in the limit.")
    return [words % {"line": found.line, "span": found.value} for found in spans_of_time(blocks)]


def _remarks_on_limits(limits: dict[str, list[Found[int]]]) -> list[str]:
    """Where several limits compete for one field: all of them."""
    words = _("The note gives more than one figure for “%(field)s”: %(figures)s. Check which holds.")
    figure = _("%(n)s (line %(line)s)")
    return [
        words
        % {
            "field": FIELD_LABELS[name],
            "figures": ", ".join(figure % {"n": one.value, "line": one.line} for one in found),
        }
        for name, found in limits.items()
        if len(found) > 1
    ]


def _remarks_on_counts(counts: list[Found[Count]]) -> list[str]:
    if len(counts) < 2:
        return []
    words = _("The note gives more than one number of stakeholders: %(figures)s. Check which holds.")
    figure = _("“%(words)s” (line %(line)s)")
    return [words % {"figures": ", ".join(figure % {"words": one.value.words, "line": one.line} for one in counts)}]


def _remarks_on_date(when: When) -> list[str]:
    if when.date is None:
        return []
    found, line, remarks = when.date.value, when.date.line, []
    if when.others:
        days = ", ".join(
            _("%(date)s (line %(line)s)") % {"date": day_words(item.value.day), "line": item.line}
            for item in [when.date, *when.others]
        )
        remarks.append(
            _("The note gives more than one date: %(dates)s. Check which is the meeting’s.") % {"dates": days}
        )
    shown = {"line": line, "date": day_words(found.day), "weekday": date_format(found.day, "l")}
    if found.weekday is not None and found.weekday != found.day.weekday():
        remarks.append(_("Line %(line)s names another day of the week: %(date)s is a %(weekday)s.") % shown)
    if found.other:
        shown["other"] = day_words(found.other)
        remarks.append(_("The date in line %(line)s may mean %(date)s or %(other)s: fill in which.") % shown)
    if when.times and when.times.value.ends and when.times.value.ends < when.times.value.starts:
        remarks.append(_("The meeting ends after midnight, on the following day: check the times."))
    return remarks
