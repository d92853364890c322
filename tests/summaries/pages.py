"""What the tests of the pages share."""

BODY = "Ministers stressed the role of mayors."


def words(response):
    """The page's text without its line breaks."""
    return " ".join(response.content.decode().split())
