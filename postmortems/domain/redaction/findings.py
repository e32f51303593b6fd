"""The values that go into the redaction engine and come out of it."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = (
    "person",
    "email",
    "phone",
    "ip",
    "hostname",
    "internal-url",
    "handle",
    "channel",
    "ticket",
    "secret",
    "aws-account",
    "customer",
    "internal-ref",
)

# Where two hits overlap with the same length, the graver reason is the one a person should read.
GRAVITY = {kind: rank for rank, kind in enumerate(("secret", "person", "customer", "email", "phone"))}


@dataclass(frozen=True)
class Person:
    """Somebody on the roster: the name as written, handles, and the label to use for them ("" = numbered)."""

    name: str
    handles: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True)
class Lists:
    """What the organisation and the postmortem know: people involved, customers, internal domains and words."""

    people: tuple[Person, ...] = ()
    customers: tuple[str, ...] = ()
    internal_domains: tuple[str, ...] = ()
    internal_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One passage that should not leave the house; start and end count characters of the text as given."""

    start: int
    end: int
    kind: str
    excerpt: str
    replacement: str
    confidence: float
    why: str


@dataclass(frozen=True)
class Hit:
    """What a detector reports, in positions of the folded view; key names the thing for consistent pseudonyms."""

    start: int
    end: int
    kind: str
    confidence: float
    why: str
    key: str = ""
