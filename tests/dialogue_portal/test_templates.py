"""What every template keeps to."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_has_nothing_inline(path):
    """The content security policy would drop it without a word."""
    source = path.read_text()
    assert re.findall(r"\sstyle=|\son[a-z]+=[\"']|<style", source) == []
    assert [
        tag for tag in re.findall(r"<script[^>]*>", source) if "src=" not in tag and "application/json" not in tag
    ] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_form_is_preceded_by_the_summary_of_its_errors(path):
    """Crispy's own list of errors is switched off in favour of ours (templates/bootstrap5/errors.html)."""
    source = path.read_text()
    posted = re.search(r"(?s)<form[^>]*method=\"post\".*?\|crispy.*?</form>|{% crispy ", source)
    assert not posted or "portal/_errors.html" in source
