"""Secrets at rest: sealed before they reach the database, opened only where they are used, never printed.

The keys are made from ENCRYPTION_KEYS (the first seals, all of them open) and from SECRET_KEY with its fallbacks, so
that a key can be changed while the site runs: put the new one first, run `manage.py reseal`, take the old one away.
"""

from __future__ import annotations

import base64
import functools
from collections.abc import Iterator

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.apps import apps
from django.conf import settings
from django.db import models

PURPOSE = b"debrief secretbox 1"
HIDDEN = "••••"
SEALED = "sealed:"
"""Stands before what a backup holds, so that it is not sealed a second time when it comes back."""


class Unreadable(Exception):  # noqa: N818 - an answer: the keys of today don't open it
    """A secret sealed with a key that this site no longer has."""

    def __init__(self) -> None:
        super().__init__(
            "The secret kept here was sealed with a key this site no longer has; enter it again."
        )


class Secret:
    """A sealed text. Printing it, by accident or in a traceback, shows nothing."""

    __slots__ = ("_sealed",)

    def __init__(self, sealed: str) -> None:
        self._sealed = sealed

    @classmethod
    def of(cls, text: str) -> Secret:
        """Seal a text; an empty text stays an empty secret."""
        return cls(_box().encrypt(text.encode()).decode() if text else "")

    def reveal(self) -> str:
        """The text. Raises Unreadable when the keys of today don't open it."""
        if not self._sealed:
            return ""
        try:
            return _box().decrypt(self._sealed.encode()).decode()
        except InvalidToken as error:
            raise Unreadable from error

    def resealed(self) -> Secret:
        """The same text under the first key of today."""
        return Secret(_box().rotate(self._sealed.encode()).decode()) if self._sealed else self

    @property
    def sealed(self) -> str:
        """What the database holds."""
        return self._sealed

    def __bool__(self) -> bool:
        return bool(self._sealed)

    def __str__(self) -> str:
        return HIDDEN if self._sealed else ""

    def __repr__(self) -> str:
        return f"<Secret {HIDDEN}>"


class SecretField(models.TextField):
    """A column that holds a Secret; a plain text is sealed on its way in."""

    # What the type checker reads: what may be assigned, and what a row holds.
    _pyi_private_set_type: Secret | str  # type: ignore[assignment]
    _pyi_private_get_type: Secret  # type: ignore[assignment]

    def from_db_value(self, value, expression, connection) -> Secret:
        """What the row holds, still sealed."""
        return Secret(value or "")

    def to_python(self, value) -> Secret:
        """A secret as it is; a text sealed, unless it comes sealed from a backup."""
        if isinstance(value, Secret):
            return value
        text = value or ""
        return Secret(text.removeprefix(SEALED)) if text.startswith(SEALED) else Secret.of(text)

    def get_prep_value(self, value) -> str:
        """Only sealed text goes to the database."""
        return self.to_python(value).sealed

    def value_to_string(self, obj) -> str:
        """Dumps hold what the database holds."""
        return f"{SEALED}{self.to_python(getattr(obj, self.attname)).sealed}"


def _keys() -> list[str]:
    return [*settings.ENCRYPTION_KEYS, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _box() -> MultiFernet:
    return _made(tuple(_keys()))


@functools.lru_cache(maxsize=4)
def _made(keys: tuple[str, ...]) -> MultiFernet:
    derived = (HKDF(SHA256(), 32, None, PURPOSE).derive(key.encode()) for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of the site that holds secrets: (model, name of the field)."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SecretField):
                yield model, field.name


def reseal() -> tuple[int, int]:
    """Seal every secret with the first key: (how many, how many could not be opened and were left)."""
    done = lost = 0
    for model, name in columns():
        for row in model._default_manager.exclude(**{name: ""}).only("pk", name).iterator():
            before = getattr(row, name)
            try:
                after = before.resealed()
            except InvalidToken:
                lost += 1
                continue
            # Only if nobody entered another one meanwhile.
            done += model._default_manager.filter(pk=row.pk, **{name: before}).update(**{name: after})
    return done, lost
