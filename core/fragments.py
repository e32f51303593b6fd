"""Pieces of a page, remembered by everything they print.

Django's templates cost more than the queries on a page of fifty rows. A piece whose every input is in its key can be
rendered once and printed again: a changed input is another key, so nothing is ever stale and nothing is ever cleared.
Permission is decided before a piece is asked for; the pieces hold no session, no token and no time of day.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.utils.safestring import SafeString

TOKEN = f"token-{secrets.token_hex(16)}"
"""Stands in a remembered piece where the reader's own token goes; nobody can guess it and write it into a text."""


@lru_cache(maxsize=16_384)
def _render(template: str, names: tuple[str, ...], values: tuple, kinds: tuple[type, ...]) -> SafeString:
    # `kinds` is for the key alone: safe HTML and a plain text of the same letters are equal, and not printed alike.
    return SafeString(get_template(template).render(dict(zip(names, values, strict=True))))


def fragment(template: str, **values) -> SafeString:
    """`template` rendered with `values`, all hashable and together everything it prints."""
    held = tuple(values.values())
    return _render(template, tuple(values), held, tuple(map(type, held)))


def with_token(html: str, request: HttpRequest) -> str:
    """The page with the reader's own token in its remembered forms."""
    return html.replace(TOKEN, get_token(request)) if TOKEN in html else html


class Remembered:
    """The last `size` results by key, for pieces whose key is large and whose making needs more than the key."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._held: OrderedDict[Hashable, SafeString] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], SafeString]) -> SafeString:
        """What was made for an equal key, or what `make` makes now."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
                return found
        made = make()
        with self._lock:
            self._held[key] = made
            while len(self._held) > self.size:
                self._held.popitem(last=False)
        return made
