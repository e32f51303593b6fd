"""The small language of the rules' patterns: names in braces, a space for any run of spaces."""

from __future__ import annotations

import re
from functools import cache

from postmortems.domain.language.actors import ANY, MARKS
from postmortems.domain.language.mask import OPAQUE
from postmortems.domain.language.verbs import CONTROLS, DUTY_BASE, DUTY_PASSIVE, HUMAN_PARTICIPLES, one_of
from postmortems.domain.language.words import words

_ADVERBS = sorted(
    words(
        "also just even therefore thus never still then maybe perhaps really probably all both ever instead first once again always often too at least"
    )
)
_ADVERB = "(?:(?:" + "|".join(_ADVERBS) + "|[a-z]{2,14}ly) +){0,3}"

# "the engineer who had joined in May", "the person doing the upgrade"
_CLAUSE = (
    r"(?:,? who|,? (?:who|doing|running|performing|handling|leading|making|publishing|deploying|reviewing|merging|releasing|writing|maintaining|editing|approving|operating|working (?:on|late|from|to|at|in|for|with)|employed by|hired by|involved in|in charge of) [^.;]{1,60}?,?"
    r"| that (?:is|was|were|are|owns|own|runs|run|maintains|wrote|made|did) [^.;,]{1,60}?| of (?:the|this|that|our) [a-z-]+(?: [a-z-]+)?| responsible for [^.;,]{1,40}?"
    r"|, [a-z]+ing [^.;,]{1,80},|, (?:a|an|the|our|then|in|at|under|after|while|during|tired|exhausted|distracted|unaware|unsure|acting) [^.;,]{1,60},)?"
)

NAMES = {
    "who": f"[{ANY}]+",  # any person or group
    "human": f"[{MARKS['person']}{MARKS['we']}{MARKS['you']}]+",
    "third": f"[{MARKS['person']}{MARKS['they']}{MARKS['org']}]+{_CLAUSE}",
    "person": f"{MARKS['person']}+",
    "they": f"{MARKS['they']}+",
    "we": f"{MARKS['we']}+",
    "you": f"{MARKS['you']}+",
    "org": f"{MARKS['org']}+",
    "subject": f"[{ANY}]+{_CLAUSE}",
    "agent": f"[{MARKS['person']}{MARKS['we']}{MARKS['you']}{MARKS['org']}]+{_CLAUSE}",
    "gap": _CLAUSE,
    "doing": r"(?: [a-z]+ing [^.;,]{1,80}?| (?:who|trying|attempting) [^.;,]{1,80}?)?",
    "adv": _ADVERB,
    "code": f"{OPAQUE}+",
    "acted": one_of(HUMAN_PARTICIPLES),
    "passive": one_of(DUTY_PASSIVE),
    "act": one_of(DUTY_BASE),
    "control": one_of(CONTROLS),
    "not": "(?:not|n't)",
    "have": "(?:have|'ve|of)",
    "incident": "(?:outage|incident|failure|breach|problem|issue|downtime|data loss|mess|disruption|crash|leak|bug|error|loss|this|that|it)",
    "start": r"^[ ]*",
}
_NAME = re.compile(r"\{([a-z]+)\}")
_ACTORS = re.compile(r"\{(?:who|human|third|person|they|we|you|org|subject|agent)\}|[\ua000-\ua00f]|\\ua00")
_SPACE = re.compile(r"\[[^\]]*\]|\\.| [*?+]|( )")


def written_out(pattern: str) -> str:
    """The pattern with its names filled in, as a regular expression."""
    spaced = _SPACE.sub(lambda m: " +" if m[1] else m[0], pattern)
    return _NAME.sub(lambda m: NAMES.get(m[1], m[0]), spaced)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern with its names filled in, compiled once."""
    return re.compile(written_out(pattern))


@cache
def sees_actors(pattern: str) -> bool:
    """Whether a pattern speaks of actors, and so reads the sentence with marks instead of the plain one."""
    return bool(_ACTORS.search(pattern))
