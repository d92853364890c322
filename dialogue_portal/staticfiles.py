"""What `collectstatic` collects (Bootstrap from its package, nothing that no page links) and how it is served."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import BaseFinder
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage

from dialogue_portal.headers import outside_django

# Static name → file in the package. The source maps are named by the style sheets and must exist to be hashed.
FILES = {
    f"bootstrap/{name}": f"css/{name}"
    for name in (
        "bootstrap.min.css",
        "bootstrap.min.css.map",
        "bootstrap.rtl.min.css",
        "bootstrap.rtl.min.css.map",
    )
}


class CollectedFilesConfig(StaticFilesConfig):
    """Django's app, without the development copies and the other htmx in our packages: half the work of compressing."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "htm*-4*",
        "htmx-2.js",
        "jquery.js",
        "xregexp.js",
        "select2.full.js",
    ]


def static_options() -> dict[str, Any]:
    """How the two entry points serve what was collected: in front of Django, which has no part in it."""
    return {"root": settings.STATIC_ROOT, "prefix": settings.STATIC_URL, "add_headers_function": _add_headers}


def _add_headers(headers: Any, path: str, url: str) -> None:
    """What middleware gives to pages."""
    for name, value in outside_django().items():
        headers[name] = value


class BootstrapFinder(BaseFinder):
    """Finds the two style sheets the portal links; everything else of Bootstrap stays out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        package = find_spec("bootstrap_wrapper")
        if package is None or package.origin is None:
            raise ImproperlyConfigured("the package bootstrap-wrapper is not installed")
        self.storage = FileSystemStorage(Path(package.origin).parent.parent / "bootstrap")

    def find(self, path: str, find_all: bool = False) -> Any:
        if path not in FILES:
            return []
        found = self.storage.path(FILES[path])
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        for name, source in FILES.items():
            yield name, _Renamed(self.storage, source)


class _Renamed:
    """One file under another name, with the three calls that `collectstatic` makes of a storage."""

    prefix = ""

    def __init__(self, storage: FileSystemStorage, source: str) -> None:
        self.storage, self.source = storage, source

    def open(self, name: str) -> Any:
        return self.storage.open(self.source)

    def path(self, name: str) -> str:
        return self.storage.path(self.source)

    def get_modified_time(self, name: str) -> Any:
        return self.storage.get_modified_time(self.source)
