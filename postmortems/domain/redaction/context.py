"""Warns of people who can be recognised without being named: "the only night-shift DBA", "our new hire"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_ROLE = (
    r"(?:dba|database administrator|sre|engineer|developer|administrator|admin|operator|architect|analyst|manager|director|lead|team lead|tech lead|"
    r"intern|trainee|apprentice|contractor|consultant|employee|responder|scribe|incident commander|on-call|person|member|colleague|maintainer|"
    r"specialist|technician|designer|tester|officer|head|founder|cto|ceo|cio|ciso|cfo|coo|vp|owner|woman|man|facilitator|programmer|hire|starter|joiner)"
)
_NEAR = r"(?:[\w'-]+\s+){0,3}?"
_PATTERNS = (
    (
        re.compile(rf"\b(?:(?:the|our|my|its|their)\s+)?(?:only|sole|single|one)\s+{_NEAR}{_ROLE}\b(?!\s*s\b)", re.I),
        "Only one person fits this description, so colleagues and others can tell who it is.",
    ),
    (
        re.compile(
            rf"\b(?:our|the|a|an|their)\s+(?:new|newest|newly\s+hired|most\s+recent|youngest|oldest|most\s+senior|longest[- ]serving|latest|first[- ]week|former|departing|retired|visiting)\s+{_NEAR}{_ROLE}\b",
            re.I,
        ),
        "A newcomer, a leaver or someone set apart by time can be recognised without a name.",
    ),
    (
        re.compile(rf"\b(?:the|our|their)\s+(?:night|late|early|weekend|day|evening|morning|graveyard|holiday)[- ](?:shift|duty)\s+{_NEAR}{_ROLE}\b", re.I),
        "A shift and a role together often mean one person; the rota shows who.",
    ),
    (
        re.compile(r"\b(?:the|our|their|a)\s+(?:sr\.?|senior|vice|deputy|acting|interim|chief)\s+(?:director|president|vice president|manager|[\w-]+\s+officer)(?:\s+of\s+[\w-]+)?", re.I),
        "A post such as this is held by one person, and counts as a name.",
    ),
    (
        re.compile(r"\b(?:the|our|their)\s+(?:cto|ceo|cio|ciso|cfo|coo|dpo|head\s+of\s+[\w-]+|director\s+of\s+[\w-]+|vp\s+(?:of\s+)?[\w-]+|founder|data\s+protection\s+officer)\b", re.I),
        "A post such as this is held by one person, and counts as a name.",
    ),
    (
        re.compile(rf"\b(?:the|an?|our)\s+{_NEAR}{_ROLE}\s+(?:who|that)\s+(?:had\s+)?(?:(?:just|recently|only)\s+)?(?:joined|started|left|returned|was\s+hired|was\s+on\s+(?:leave|holiday|vacation|call)|lives|sits|works\s+from|is\s+based|was\s+based|was\s+travelling)\b", re.I),
        "What is told of this person sets them apart from their colleagues.",
    ),
    (
        re.compile(rf"\b(?:{_ROLE})\s+(?:in|from|at|based\s+in)\s+(?:our|the)\s+[\w-]+\s+office\b", re.I),
        "A role and an office together can mean one person.",
    ),
    (
        re.compile(r"\b(?:on\s+(?:his|her|their)\s+(?:first|second|last|final)\s+(?:day|week|shift|on-call)|(?:his|her)\s+(?:wife|husband|child|baby|pregnancy|illness|birthday|holiday|phone|shift|laptop))\b", re.I),
        "A private circumstance can tell readers who this is.",
    ),
)  # fmt: skip


# "one terminal with Responder 2": the word is the beginning of our own stand-in.
_OWN_NAME = re.compile(r" \d")


@dataclass(frozen=True)
class ContextWarning:
    """A passage by which somebody may be recognised; it is not replaced, a person rewords it or keeps it with a reason."""

    start: int
    end: int
    excerpt: str
    sentence: str
    why: str


def context_warnings(text: str, roles: Mapping[str, int] | Iterable[str] = ()) -> tuple[ContextWarning, ...]:
    """Passages that point to one person. roles: how many people hold each role, or only the roles held by one person."""
    counted = dict(roles) if isinstance(roles, Mapping) else dict.fromkeys(roles, 1)
    found = [
        (match.start(), match.end(), why)
        for pattern, why in _PATTERNS
        for match in pattern.finditer(text)
        if "\n" not in match.group() and not _OWN_NAME.match(text, match.end())
    ]
    for role, holders in counted.items():
        if holders <= 1 and role.strip():
            words = r"[\s-]+".join(map(re.escape, role.split()))
            why = f"One person holds the role “{role.strip()}”, so it counts as a name."
            found += [(m.start(), m.end(), why) for m in re.finditer(rf"(?<!\w){words}(?!\w)", text, re.I)]
    warnings: list[ContextWarning] = []
    past = 0
    for start, end, why in sorted(found, key=lambda item: (item[0], -item[1])):
        if start >= past:
            warnings.append(ContextWarning(start, end, text[start:end], _sentence(text, start, end), why))
            past = end
    return tuple(warnings)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a passage, at most 200 characters to either side."""
    left, right = text[max(0, start - 200) : start], text[end : end + 200]
    first = max((match.end() for match in re.finditer(r"[.!?]\s+|\n", left)), default=0)
    stop = re.search(r"[.!?](?=\s|$)|\n", right)
    return (left[first:] + text[start:end] + (right[: stop.end()] if stop else right)).strip()
