"""Asks about words that claim more than the record: no evidence, outage, promises that nobody holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.truth.model import Pledge, Question, Record

_NO_EVIDENCE = re.compile(
    r"\b(?:no|not? (?:seen|found|have) any|without any|any) (?:evidence|indications?|signs?|proof|reason to believe)\b(?: (?:of|that|to))?|\bnot aware of any\b",
    re.I,
)
_DENIED = re.compile(r"^any", re.I)
_LOGS = re.compile(
    r"\b(?:logs?|logging|records? of access|access records?|audit (?:trail|records?)|traces)\b", re.I
)
_WHEN = r"(?:\d{4}-\d\d-\d\d|\d{1,2}:\d\d|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* \d{1,2}|\d{1,2})"
_INTERVAL = re.compile(
    rf"\b(?:from|between|since|reach(?:es|ed)? back to|cover(?:s|ed|ing)?|complete (?:from|since))\b[^.\n]{{0,40}}?{_WHEN}[^.\n]{{0,40}}?(?:\b(?:to|until|and|through|till)\b|\u2013|-)[^.\n]{{0,30}}?(?:{_WHEN}|today|now)|\b(?:since|reach(?:es|ed)? back to)\b[^.\n]{{0,30}}?{_WHEN}",
    re.I,
)
_WHOLE = re.compile(
    r"\b(?:(?:total|complete|full|global|worldwide|whole)[ -])?outages?\b|\b(?:all|every|each of our) (?:customers?|users?|requests?|accounts?|regions?)\b|\bcompletely (?:down|unavailable)\b|\beveryone\b|\bnobody could\b|\bno (?:customer|user|one) could\b",
    re.I,
)
_WILL = re.compile(
    r"\b(?:we|our \w+ team|the team) (?:will|are going to|plan to|intend to|aim to|shall|commit to)\b|\bwe['\u2019]ll\b|\bwill be (?:added|changed|removed|introduced|tested|replaced|built|moved|reviewed)\b",
    re.I,
)
_NOT_PROMISE = re.compile(
    r"\b(?:keep you|update (?:this|you)|publish|write to you|contact|answer|share (?:more|what)|let you know|say (?:so|when)|never)\b",
    re.I,
)
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.](?=\d))+[.!?]*")
_WORDS = re.compile(r"[a-z]{4,}")
_PLAIN = frozenset(
    "will that this with from have been more than then them they their every each would could should".split()  # noqa: SIM905 - words read better in a row
)


def asks_of_words(
    text: str, record: Record, pledges: tuple[Pledge, ...], *, changes: bool
) -> Iterator[Question]:
    """Questions about words; see RULES."""
    sentences = [match for match in _SENTENCE.finditer(text) if match.group().strip()]
    for number, sentence in enumerate(sentences):
        yield from _evidence(text, sentences, number)
        if record.partial:
            yield from _whole(sentence, record)
        if changes:
            yield from _promised(sentence, pledges)


def _evidence(text: str, sentences: list[re.Match[str]], number: int) -> Iterator[Question]:
    sentence = sentences[number]
    found = _NO_EVIDENCE.search(sentence.group())
    if not found or (
        _DENIED.match(found.group())
        and not re.search(r"\bnot|n['\u2019]t\b", sentence.group()[: found.start()], re.I)
    ):
        return
    around = sentences[max(0, number - 1) : number + 2]
    near = text[around[0].start() : around[-1].end()]
    if _LOGS.search(near) and _INTERVAL.search(near):
        return
    start = sentence.start() + found.start()
    why = "It may mean that nobody could look. Say beside it from when to when the logs reach, and what they show."
    yield Question("evidence", start, start + len(found.group()), found.group(), why)


def _whole(sentence: re.Match[str], record: Record) -> Iterator[Question]:
    found = _WHOLE.search(sentence.group())
    # "Not all customers", "an outage of uploads for one in five" say the part themselves.
    if not found or re.search(r"%|\b(?:not|part|partial|some|one in|per ?cent)\b", sentence.group(), re.I):
        return
    start = sentence.start() + found.start()
    why = "This reads as if nothing worked for anybody. The record tells of a part; say which part."
    yield Question(
        "partial",
        start,
        start + len(found.group()),
        found.group(),
        why,
        f"the record: \u201c{record.partial}\u201d",
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in _WORDS.findall(text.lower()) if word not in _PLAIN)


def _promised(sentence: re.Match[str], pledges: tuple[Pledge, ...]) -> Iterator[Question]:
    """A sentence that promises has a promise of its own, with an owner and a month."""
    found = _WILL.search(sentence.group())
    if not found or _NOT_PROMISE.search(sentence.group()):
        return
    said = _stems(sentence.group())
    held = [
        pledge
        for pledge in pledges
        if len(said & _stems(pledge.wording)) * 2 >= max(1, len(_stems(pledge.wording)))
    ]
    if any(pledge.owned and pledge.dated for pledge in held):
        return
    start = sentence.start() + found.start()
    excerpt = sentence.group()[found.start() :].strip()[:200]
    why = "Readers take this as a promise. Promise it under \u201cPromises\u201d with an action, its owner and a month, or tell what is done already."
    yield Question("promise", start, start + len(found.group()), excerpt, why)
