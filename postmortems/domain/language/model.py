"""The values of the language coach: a rule, a finding, the answer to a text."""

from __future__ import annotations

from dataclasses import dataclass

SCOPES = ("text", "comment", "action", "public")
SEVERITIES = ("block", "warn", "nudge")
CATEGORIES = (
    "person-blame",
    "counterfactual",
    "omission",
    "human-error",
    "character",
    "single-cause",
    "normative",
    "minimiser",
    "evasion",
    "naming",
    "animated",
    "interrogation",
    "weak-action",
)
EVERYWHERE = frozenset(SCOPES)
BLANK = "____"


@dataclass(frozen=True)
class Rule:
    """One rule as a person reads it: what is found, why, and what to write instead.

    `patterns` are read against a sentence in which people have become marks (see `actors`): `{who}` is any
    person or group, `{person}` a role or name, `{we}`, `{they}`, `{you}`, `{org}` what they say. A match whose
    surroundings fit one of `unless` is left alone.
    `suggest` replaces the matched words; its fields are groups of the pattern. `|base` asks for the verb's base form,
    `|fit` for an article that fits `next` (if there was one), `|drop` only asks that the group was matched.
    """

    id: str
    title: str
    category: str
    severity: str
    why: str
    source: str
    example: str
    counter_example: str
    rewrite: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    suggest: str = ""
    question: str = ""
    scopes: frozenset[str] = EVERYWHERE


@dataclass(frozen=True)
class Finding:
    """A passage worth a second look; `start` and `end` count characters of the text as given."""

    start: int
    end: int
    rule: str
    category: str
    severity: str
    excerpt: str
    why: str
    source: str
    suggestion: str = ""
    question: str = ""

    def moved(self, by: int) -> Finding:
        """The same finding in a text that has `by` more characters before it."""
        return Finding(
            self.start + by, self.end + by, self.rule, self.category, self.severity, self.excerpt, self.why, self.source,
            self.suggestion, self.question,
        )  # fmt: skip


@dataclass(frozen=True)
class Result:
    """The answer to one text. `language` is "en", "other" (not read) or "empty"."""

    findings: tuple[Finding, ...]
    words: int
    language: str
