"""Pages go compressed; files and clients that cannot do it get them as they are."""

import gzip

import pytest

pytestmark = pytest.mark.django_db


def test_page_is_compressed_for_a_browser_that_takes_it(client):
    response = client.get("/", headers={"accept-encoding": "gzip, br"})
    assert response["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(response.content)
    assert len(response.content) < 3_000


def test_page_is_plain_for_others(client):
    assert "Content-Encoding" not in client.get("/").headers
