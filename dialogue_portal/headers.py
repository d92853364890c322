"""The headers that neither Django nor django-csp sets, for pages, files and event streams alike."""

from django.conf import settings

# What no page of ours uses is off, in frames too. Passkeys and the full screen stay with the portal itself.
PERMISSIONS_POLICY = ", ".join(
    [
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer",
                "autoplay",
                "camera",
                "display-capture",
                "encrypted-media",
                "geolocation",
                "gyroscope",
                "magnetometer",
                "microphone",
                "midi",
                "payment",
                "picture-in-picture",
                "usb",
            )
        ),
        "fullscreen=(self)",
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)

EVERYWHERE = {"Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": PERMISSIONS_POLICY}


def outside_django() -> dict[str, str]:
    """All of them, for the answers that Django's middleware never sees: static files and event streams."""
    named = {
        **EVERYWHERE,
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    if settings.SECURE_HSTS_SECONDS:
        named["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
    return named


def of_event_stream() -> list[tuple[bytes, bytes]]:
    """The same as ASGI wants them."""
    return [(name.lower().encode(), value.encode()) for name, value in outside_django().items()]
