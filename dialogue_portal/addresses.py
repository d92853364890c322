"""Addresses that lists show again and again. Called by `get_absolute_url` of what stands in lists."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language


def remembered_address(name: str, slug: str) -> str:
    """The address of a page with a slug, in the reader's language: to put it together takes as long as its row."""
    return _address(name, slug, get_language(), get_urlconf(), get_script_prefix())


@lru_cache(maxsize=2000)
def _address(name: str, slug: str, _language: str | None, urlconf: str | None, _prefix: str) -> str:
    return reverse(name, urlconf=urlconf, kwargs={"slug": slug})
