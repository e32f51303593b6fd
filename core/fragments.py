"""Pieces of a page, remembered by everything they print.

Django's templates cost more than the queries on a page of fifty rows. A piece whose every input is in its key can be
rendered once and printed again: a changed input is another key, so nothing is ever stale and nothing is ever cleared.
Permission is decided before a piece is asked for; the pieces hold no session, no token and no time of day.
"""

from __future__ import annotations

from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=4096)
def _render(template: str, names: tuple[str, ...], values: tuple) -> SafeString:
    return mark_safe(get_template(template).render(dict(zip(names, values, strict=True))))  # noqa: S308 - a template


def fragment(template: str, **values) -> SafeString:
    """`template` rendered with `values`, all hashable and together everything it prints."""
    return _render(template, tuple(values), tuple(values.values()))
