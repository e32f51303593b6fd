"""What every template may print."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    """The site's switches that templates ask for."""
    return {"demo": settings.DEMO}
