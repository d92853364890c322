"""Words as the search compares them, questions as people type them, and what of a text is shown."""

import pytest

from dialogue_portal.search_words import Term, excerpt, marked_words, parse_query, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Éducation, ÉGALITÉ", ["education", "egalite"]),
        ("Ёлка и Йога", ["елка", "и", "иога"]),
        ("الحِمَايَة الاجتماعية", ["الحماية", "الاجتماعية"]),
        ("社会保护 2030", ["社", "会", "保", "护", "2030"]),
        ("E/CN.6/2019/3", ["e", "cn", "6", "2019", "3"]),
        ("<script>*NEAR(", ["script", "near"]),
    ],
)
def test_words_are_folded(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("", []),
        ("  *  ", []),
        ("safe rou", [Term(("safe",)), Term(("rou",), is_prefix=True)]),
        ('"safe routes" market', [Term(("safe", "routes")), Term(("market",), is_prefix=True)]),
        ('market "safe routes"', [Term(("market",)), Term(("safe", "routes"))]),
        ("“safe routes”", [Term(("safe", "routes"))]),
        ('an open " quote', [Term(("an",)), Term(("open",)), Term(("quote",), is_prefix=True)]),
        ("E/CN.6/2019/3", [Term(("e", "cn", "6", "2019", "3"), is_prefix=True)]),
    ],
)
def test_query_is_read_as_terms(query, terms):
    assert parse_query(query) == terms


def test_long_query_is_cut():
    assert len(parse_query("word " * 2000)) == 10


def test_marks_are_safe_html():
    assert marked_words("<b>Éducation</b> & more", parse_query("educ")) == (
        "&lt;b&gt;<mark>Éducation</mark>&lt;/b&gt; &amp; more"
    )
    assert marked_words("社会保护", parse_query("社会")) == "<mark>社会</mark>保护"


def test_excerpt_stands_around_the_first_word_found():
    text = "Before. " * 60 + "Women plan <roads> and markets. " + "After. " * 60
    piece = excerpt(text, parse_query("roads"))
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert "&lt;<mark>roads</mark>&gt; and markets" in piece
    assert len(piece) < 400
    assert excerpt("Short.", parse_query("elsewhere")) == "Short."
