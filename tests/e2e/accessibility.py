"""What is wrong with a page by axe-core and by its width; any browser test may assert that it is nothing."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.2 A and AA and axe's own best practices, without its experiments.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a rule, and one if the page scrolls sideways."""
    found = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]}).response["violations"]
    lines = [
        f"{rule['id']}: {', '.join(map(str, node['target']))}: {_why(node)}" for rule in found for node in rule["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        lines.append(f"wider than the window of {page.viewport_size['width']} pixels: {page.url}")
    return lines


def _why(node: dict) -> str:
    checks = [*node["any"], *node["all"], *node["none"]]
    return "; ".join(check["message"] for check in checks)
