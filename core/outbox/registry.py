"""Who does which kind of work: rooms register their effects here, the outbox runs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

ATTEMPTS = 12
"""With the waits of `claims.backoff` this is about four hours of trying."""


class Later(Exception):  # noqa: N818 - an answer, not a fault
    """Raised by an effect whose ground is away (a mail server, say): try again, without counting the attempt."""

    def __init__(self, seconds: float, reason: str) -> None:
        super().__init__(reason)
        self.seconds = seconds


class GiveUp(Exception):  # noqa: N818 - an answer, not a fault
    """Raised by an effect that can never succeed; the reason is kept and must hold no private text."""


@dataclass(frozen=True)
class Handler:
    """An effect and how it is run: one row at a time, many rows of a claim at once, or every so many seconds."""

    kind: str
    run: Callable
    attempts: int = ATTEMPTS
    many: bool = False
    every: int = 0


_handlers: dict[str, Handler] = {}


def _register(handler: Handler) -> None:
    known = _handlers.get(handler.kind)
    if known and known.run.__qualname__ != handler.run.__qualname__:
        raise ValueError(f"{handler.kind} is handled twice: {known.run} and {handler.run}.")
    _handlers[handler.kind] = handler


def handles(kind: str, *, attempts: int = ATTEMPTS):
    """Register an effect that takes one OutboxItem. It must do nothing when its object no longer needs it."""

    def keep(effect: Callable) -> Callable:
        _register(Handler(kind, effect, attempts))
        return effect

    return keep


def handles_many(kind: str, *, attempts: int = ATTEMPTS):
    """Register an effect that takes a list of items and the Claim that holds them.

    What the effect neither finishes nor postpones (`claim.done`, `claim.failed`, `claim.later`) is planned again.
    """

    def keep(effect: Callable) -> Callable:
        _register(Handler(kind, effect, attempts, many=True))
        return effect

    return keep


def every(kind: str, *, seconds: int):
    """Register an effect that runs again and again. One row stands for it, so that several beats run it once.

    It takes the row; a dict it returns becomes the row's payload for the next time.
    """

    def keep(effect: Callable) -> Callable:
        _register(Handler(kind, effect, every=seconds))
        return effect

    return keep


def find(kind: str) -> Handler | None:
    """The handler of that kind; None in a process that does not know it."""
    return _handlers.get(kind)


def recurring() -> list[Handler]:
    """Every effect that runs again and again."""
    return [handler for handler in _handlers.values() if handler.every]
