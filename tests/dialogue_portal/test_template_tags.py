"""The tags that every page may use."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from dialogue_portal.texts import ChosenText, plain


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_deadline_is_amber_in_its_last_48_hours():
    source = "{% deadline when 'America/New_York' %}"
    assert "time-left-soon" in render(source, when=timezone.now() + timedelta(hours=47))
    assert "time-left-soon" not in render(source, when=timezone.now() + timedelta(hours=49))


def test_moment_carries_the_meetings_clock_for_machines_and_the_readers_zone():
    source = "{% moment when 'America/New_York' %}"
    # Before the change of clocks, and after it.
    for hour, here in (("02:00 Sunday", "2019-03-09T18:00:00-05:00"), ("01:00 Tuesday", "2019-03-11T18:00:00-04:00")):
        when = datetime.fromisoformat(here).astimezone(UTC)
        html = render(source, when=when, reader_zone="Africa/Nairobi")
        assert f'<time datetime="{here}" data-until="">' in html
        assert f" <span>({hour} in Nairobi)</span></time>" in html


def test_period_over_several_days_is_two_moments():
    start = datetime(2019, 3, 11, 14, tzinfo=UTC)
    html = render("{% period a b 'America/New_York' %}", a=start, b=start + timedelta(days=1), reader_zone="UTC")
    assert [words.count("(14:00 UTC)") for words in html.split(" – ")] == [1, 1]


@pytest.mark.parametrize(
    "source", ["{% deadline None 'UTC' %}", "{% moment None 'UTC' %}", "{% period None None 'UTC' %}"]
)
def test_absent_moments_are_empty(source):
    assert render(source) == ""


def test_status_is_a_word_with_a_tone():
    assert render("{% status word 'open' %}", word="<b>") == '<span class="status status-open">&lt;b&gt;</span>'


def test_status_of_unknown_tone_is_a_programming_error():
    with pytest.raises(ValueError, match="no such tone"):
        render("{% status 'Open' 'purple' %}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello\n\n**world**", '<div class="prose"><p>Hello</p>\n<p><strong>world</strong></p>\n</div>'),
        ("# Title", '<div class="prose"><h3>Title</h3>\n</div>'),
        ("<script>alert(1)</script>", '<div class="prose"><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n</div>'),
        ("[x](javascript:alert(1))", '<div class="prose"><p>[x](javascript:alert(1))</p>\n</div>'),
        ("![x](https://example.org/i.png)", '<div class="prose"><p></p>\n</div>'),
        ("", ""),
        (None, ""),
    ],
)
def test_markdown_gives_simple_safe_html(text, expected):
    assert render("{{ text|markdown }}", text=text) == expected


def test_text_in_the_readers_language_is_plain():
    assert render("{% localized text %}", text=ChosenText("Alliances", "en", is_fallback=False)) == "Alliances"


def test_fallback_is_marked_with_its_language_and_a_word():
    text = ChosenText("Alliances", "en", is_fallback=True)
    with override("ar"):
        html = render("{% localized text %}", text=text)
        formatted = render("{{ text|markdown }}", text=text)
    assert '<span lang="en" dir="ltr">Alliances</span>' in html
    assert "fallback-note" in html
    assert '<div class="prose" lang="en" dir="ltr">' in formatted
    assert "fallback-note" in formatted


def test_regional_group_has_marker_and_name():
    html = render("{% regional_group 'african' %}{% regional_group '' %}")
    assert "African Group" in html
    assert "No regional group" in html
    assert html.count("<svg") == 2
    # A shape of its own beside the colour.
    assert len({part.split('"')[0] for part in html.split(' d="')[1:]}) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("See [the note](https://un.org/a_(b)) here", "See the note here"),
        ("Un [lien](javascript:alert(1)) bon", "Un lien bon"),
        ("## Who\n\n- **Ministers** [speak](https://un.org)", "Who Ministers speak"),
    ],
)
def test_plain_text_is_without_its_marks(text, words):
    assert plain(text) == words
