"""The client's address is the one that our own proxies saw."""

import pytest
from django.http import HttpResponse

from dialogue_portal.middleware import ProxiedAddressMiddleware, SecurityHeadersMiddleware

SPOOFED = "6.6.6.6, 198.51.100.7, 10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, SPOOFED, "127.0.0.1"),
        (1, SPOOFED, "10.0.0.1"),
        (2, SPOOFED, "198.51.100.7"),
        (2, " 198.51.100.7 ,10.0.0.1", "198.51.100.7"),
        (4, SPOOFED, "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, " , ", "127.0.0.1"),
    ],
)
def test_address_is_counted_from_the_right(rf, settings, proxies, forwarded, address):
    settings.PROXY_COUNT = proxies
    request = rf.get("/", headers={"X-Forwarded-For": forwarded, "X-Forwarded-Port": "1"})

    ProxiedAddressMiddleware(lambda _: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == address
    assert not {"X-Forwarded-For", "X-Forwarded-Port"} & set(request.headers)


def test_security_headers_are_set_and_kept(rf):
    own = HttpResponse(headers={"Cross-Origin-Resource-Policy": "cross-origin"})

    answer = SecurityHeadersMiddleware(lambda _: own)(rf.get("/"))

    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "camera=()" in answer["Permissions-Policy"]
