"""The five rules of causation as help for a causal sentence: what it still lacks, as a question.

Source: the Five Rules of Causation of the US Department of Veterans Affairs' National Center for Patient Safety.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Hint:
    """One rule that the sentence could follow better: its number (1 to 5), what it asks, and why."""

    rule: int
    text: str
    question: str


_VAGUE = re.compile(
    r"\b(poor(?:ly)?|bad(?:ly)?|inadequate(?:ly)?|insufficient(?:ly)?|improper(?:ly)?|inappropriate(?:ly)?|careless(?:ly|ness)?"
    r"|wrong(?:ly)?|sloppy|lack of (?:care|attention|diligence)|complacen\w+|substandard|incompetent\w*|not (?:good|careful) enough)\b",
    re.IGNORECASE,
)
_PERSON = (
    r"(?:(?:the|an?|our|one|each|another)\s+)?(?:[\w-]+\s+){0,2}?(?:engineer|operator|developer|responder|admin(?:istrator)?|"
    r"on-?call|user|person|people|team|staff|employee|contractor|somebody|someone|nobody|no one|reviewer|lead|manager|"
    r"colleague|dba|sre|he|she|they|we|i|who(?:ever)?)s?\b"
)
_ACT = re.compile(
    rf"\b{_PERSON}\s+(?:[a-z]+ly\s+)?(?:made (?:an?|the) (?:error|mistake|typo|slip)|mistyped|mistook|misread|misconfigured|confused|"
    r"deleted|removed|ran|typed|chose|pressed|pushed|deployed|merged|entered|executed|selected|clicked|overlooked|misunderstood|"
    r"approved|restarted|dropped|stopped|changed|used)\b|\b(?:human|operator|user) error\b|\bmistakes? (?:by|of)\b|\btypos?\b",
    re.IGNORECASE,
)
_DEVIATION = re.compile(
    r"\b(?:(?:did|do|does|was|were|is|are)(?:n['’]t| not) (?:follow|followed|use|used)|not followed|bypass(?:ed|es|ing)?|skipp(?:ed|ing)|circumvent(?:ed|ing)?|"
    r"ignor(?:ed|ing) the|violat\w+|deviat\w+|work(?:ed)? around (?:the|a)|against (?:the )?(?:procedure|policy|runbook|rules?))\b",
    re.IGNORECASE,
)
_OMISSION = re.compile(
    rf"\b{_PERSON}\s+(?:did(?:n['’]t| not)|failed to|forgot(?: to)?|neglected to|omitted to|never|had(?:n['’]t| not))\b"
    r"|\b(?:no one|nobody) (?:checked|noticed|looked|told|asked|verified|tested|ran|updated|reviewed|saw|knew)\b"
    r"|\bwas(?:n['’]t| not) (?:checked|tested|verified|reviewed|told|informed|updated|escalated)\b",
    re.IGNORECASE,
)


def hints(condition: str, effect: str = "", made_likely: str = "") -> tuple[Hint, ...]:
    """What the sentence could still say, in the order of the rules; () for one that needs nothing or is not begun.

    Pure and quick: a few searches over at most some thousand characters. A hint is help; nothing is refused by it.
    """
    condition, effect, made_likely = (
        " ".join(text.split())[:5000] for text in (condition, effect, made_likely)
    )
    if not (condition or effect or made_likely):
        return ()
    found = [*_link(condition, effect, made_likely)]
    vague = _VAGUE.search(" ".join((condition, effect)))
    if vague:
        found.append(
            Hint(
                2,
                f"“{vague[0]}” judges and does not describe.",
                "What was it like? A number, a state or a length lets another reader see it.",
            )
        )
    deviation, omission = _DEVIATION.search(condition), _OMISSION.search(condition)
    if deviation:
        found.append(
            Hint(
                4,
                "The condition is that something was done otherwise than written.",
                "What made the other way the sensible one: the procedure’s length, its age, where it is kept, the time there was?",
            )
        )
    elif omission:
        found.append(
            Hint(
                5,
                "Not doing something explains only where there was a duty to do it.",
                "Where was it written that it should be done, and by which role? If nowhere, that is the condition.",
            )
        )
    elif _ACT.search(condition):
        found.append(
            Hint(
                3,
                "The condition is something that a person did.",
                "What came before: what did the screen show, what was alike, what was expected to happen? Begin there.",
            )
        )
    return tuple(found)


def _link(condition: str, effect: str, made_likely: str) -> list[Hint]:
    if effect and not condition:
        return [
            Hint(1, "The sentence has an effect and no condition.", "What was there before, and led to it?")
        ]
    if condition and not effect:
        return [Hint(1, "The condition leads nowhere yet.", "What did it lead to, as the very next step?")]
    if effect and not made_likely:
        return [
            Hint(
                1,
                "The last part is open.",
                "What did that make more likely: that it happened, that it grew, that it was seen late?",
            )
        ]
    return []
