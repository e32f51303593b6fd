"""What stands between a request and the rest when a part of the site is away."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

AWAY = (RedisConnectionError, RedisTimeoutError, OperationalError)


class redis_away:  # noqa: N801 - named as it reads in the list of middleware
    """A page that says Redis is away, instead of an error page, should anything still have needed it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A 503 that asks to try again; what was saved is saved."""
        if not isinstance(exception, AWAY):
            return None
        answer = render(request, "503_redis.html", status=503)
        answer["Retry-After"] = "10"
        return answer
