"""F. One cause for everything. Nudges and hints: the words are common, the habit is worth noticing."""

from typing import Any

from postmortems.domain.language.model import Rule
from postmortems.domain.language.sources import COOK, PAGERDUTY, TRAPS

_C = "single-cause"


def _hint(
    id: str,
    title: str,
    patterns: tuple[str, ...],
    example: str,
    counter: str,
    rewrite: str,
    why: str,
    question: str,
    **more: Any,
) -> Rule:
    return Rule(id=id, title=title, category=_C, severity="nudge", why=why, source=f"{COOK}; {PAGERDUTY}", example=example,
                counter_example=counter, rewrite=rewrite, patterns=patterns, question=question, **more)  # fmt: skip


_WHY = "Incidents need several conditions at once. One cause in the text hides the others, and they stay."
_ASK = "Which other conditions had to be there as well?"

RULES = (
    _hint("F1", "The root cause", (r"\bthe (?:single |one |real |true |actual |ultimate )?root cause (?P<next>is|was|of)\b",),
          "The root cause was a bad config.", "The contributing factors are listed below.", "The trigger was a bad config; the contributing factors were ____.", _WHY, _ASK,
          suggest="a contributing factor {next}"),
    _hint("F2", "The only cause", (r"\b(?:sole|only|single|one|main|primary) (?:root )?cause\b",),
          "The sole cause was a memory leak.", "The memory leak was one of three factors.", "A memory leak was one factor; the others were ____.", _WHY, _ASK,
          unless=(r"(?:not|no|never|n't) (?:a |the |any )?(?:sole|only|single|one)",)),
    _hint("F3", "Root cause: one word", (r"\broot cause ?: *\S",),
          "Root cause: DNS.", "Trigger: DNS.", "Trigger: DNS. Contributing factors: ____.", _WHY, _ASK),
    _hint("F4", "Just because of", (r"\b(?:simply|just|merely|only) (?P<next>because|due to|caused by)\b",),
          "It failed just because of a timeout.", "It failed because of a timeout and a full queue.", "It failed because of a timeout.", _WHY, _ASK,
          suggest="{next}", unless=(r"not (?:just|only|merely|simply)",)),
    _hint("F5", "But for this", (r"\bnone of this would\b", r"\bnothing would\b", r"\bbut for (?:this|the|a)\b", r"\bwere it not for\b"),
          "But for this bug, all was fine.", "The bug was present since March.", "This bug was one condition; the others were ____.",
          "It removes one condition in thought and calls it the cause.", _ASK),
    _hint("F6", "A chain of events", (r"\b(?:domino(?:es)?|chain of events|weakest link)\b",),
          "A chain of events led here.", "Three conditions met at 14:02.", "The events had several conditions: ____.",
          "A chain has one line and one weakest link. Conditions form a net.", "Which conditions made which others more likely?"),
    _hint("F7", "A perfect storm", (r"\bperfect storm\b|\bfreak (?:accident|event)\b|\bone in a million\b|\bblack swan\b",),
          "It was a perfect storm.", "Each of the three conditions is present every week.", "The conditions were ____, each present ____ often.",
          "It calls the meeting of conditions rare before anybody has counted.", "How often is each condition present in a normal week?"),
    Rule(
        id="F8", title="A warning in plain words", category=_C, severity="nudge",
        why="\"Led directly to\" draws one line where several conditions met.", source=TRAPS,
        example="The leak led directly to the outage.", counter_example="The leak and the missing limit met at 14:02.",
        rewrite="The leak made the outage more likely, together with ____.",
        patterns=(r"\bled directly to\b|\bdirectly (?:led to|resulted in)\b",), question=_ASK,
    ),
)  # fmt: skip
