"""One sentence: which of the patterns that it calls hold in it, and what is made of them."""

from __future__ import annotations

import re
from functools import lru_cache

from postmortems.domain.language.actors import Roster, mark
from postmortems.domain.language.calls import (
    PERSON_WORDS,
    THEY_WORDS,
    WE_WORDS,
    YOU_WORDS,
    Calls,
    calls,
    places,
    runs,
)
from postmortems.domain.language.exempt import rejects_blame, spared
from postmortems.domain.language.learned import is_plain, leaning
from postmortems.domain.language.model import Finding, Rule
from postmortems.domain.language.own import OwnRule, Phrase, matches
from postmortems.domain.language.patterns import compiled
from postmortems.domain.language.rewrite import suggestion
from postmortems.domain.language.rules import RULES

REMEMBERED = 4096  # sentences with a finding or nearly one: an editor asks for the same ones at every pause

_MARKUP = re.compile(r"[*~<>\[\]]|(?<![^\W_])_|_(?![^\W_])")
_ROSTER_RULE = next(rule for rule in RULES if rule.id == "J7")
_LEARNED = {
    kind: next(rule for rule in RULES if rule.id == name)
    for kind, name in (("blame", "N1"), ("hindsight", "N2"), ("minimiser", "N3"))
}
_WEIGHT = {"block": 0, "warn": 1, "nudge": 2}
# Findings of these say less about the sentence than any other at the same place.
_LIGHT = frozenset({"naming", "animated", "evasion"})


class Context:
    """What stays the same for all sentences of a text, and for many texts: scope, roster, and an organisation's settings."""

    def __init__(
        self, scope: str, known: Roster, silenced: frozenset[str], grades: tuple[tuple[str, str], ...]
    ) -> None:
        self.calls: Calls = calls(scope)
        self.known, self.grades = known, dict(grades)
        self.silent = sum(
            1 << place for place, plan in enumerate(self.calls.plans) if RULES[plan.rule].id in silenced
        )
        self.learned = {
            kind: rule for kind, rule in _LEARNED.items() if rule.id not in silenced and scope in rule.scopes
        }
        self.names = None if _ROSTER_RULE.id in silenced else known.pattern
        # Words without which nobody of the roster is in a sentence; None when a name has no such word.
        of_roster = runs(known.full), runs(known.names)
        spelled = len(of_roster[0]) == len(known.full) and len(of_roster[1]) == len(known.names)
        self.named = of_roster[0] | of_roster[1] if spelled else None
        self.persons = PERSON_WORDS | (self.named or frozenset())
        self.to_name = (self.named or frozenset()) if self.names else frozenset()

    def asked(self, words: list[bytes], plain: str, bits: int) -> int:
        """Of the patterns that a sentence calls, those left when rules are silenced or nobody acts in it."""
        bits &= ~self.silent
        wanting = bits & self.calls.actor
        return bits ^ wanting | (wanting and wanting & self._acting(words, plain))

    def _acting(self, words: list[bytes], plain: str) -> int:
        """The patterns for which somebody acts in the sentence."""
        acts = self.calls.acts
        found = 0 if WE_WORDS.isdisjoint(words) else acts["we"]
        found |= 0 if THEY_WORDS.isdisjoint(words) else acts["they"]
        found |= 0 if YOU_WORDS.isdisjoint(words) else acts["you"]
        if not self.persons.isdisjoint(words) or "@" in plain or self.named is None:
            found |= acts["person"]
        return found

    def may_name(self, words: list[bytes]) -> bool:
        """Whether somebody of the roster may be named in the sentence."""
        return self.names is not None and (self.named is None or not self.named.isdisjoint(words))


@lru_cache(maxsize=64)
def context(
    scope: str, known: Roster, silenced: frozenset[str], grades: tuple[tuple[str, str], ...]
) -> Context:
    """The context of these settings, the same object for the same settings."""
    return Context(scope, known, silenced, grades)


class _Sentence:
    """A sentence as working copy, as written, and with its actors as marks: those are made when they are first asked for."""

    __slots__ = ("_marked", "_rejects", "original", "plain", "setting")

    def __init__(self, setting: Context, plain: str, original: str) -> None:
        self.setting, self.plain, self.original = setting, plain, original
        self._marked = ""
        self._rejects: bool | None = None

    @property
    def marked(self) -> str:
        if not self._marked:
            self._marked = mark(self.plain, self.original, self.setting.known)
        return self._marked

    @property
    def rejects(self) -> bool:
        if self._rejects is None:
            self._rejects = rejects_blame(self.plain)
        return self._rejects


@lru_cache(maxsize=REMEMBERED)
def read(setting: Context, bits: int, plain: str, original: str) -> tuple[Finding, ...]:
    """The findings of a sentence (as working copy and as written), with places counted from its start."""
    return tuple(apart(_found(bits, _Sentence(setting, plain, original))))


@lru_cache(maxsize=REMEMBERED)
def read_closer(setting: Context, bits: int, plain: str, original: str) -> tuple[Finding, ...]:
    """What a sentence in which no rule found anything grave reads like, with places counted from its start."""
    sentence = _Sentence(setting, plain, original)
    leans = leaning(sentence.marked)
    rule = setting.learned.get(leans.kind) if leans else None
    if leans is None or rule is None or sentence.rejects:
        return ()
    if is_plain(leans.kind, plain) or _set_aside(bits, sentence):
        return ()
    return (_made(sentence, rule, leans.start, leans.end, ""),)


def is_grave(finding: Finding) -> bool:
    """Whether a finding says what is wrong with its sentence; then nothing more is looked for."""
    return finding.severity != "nudge" and finding.category not in _LIGHT


def forget() -> None:
    """Empty what is remembered of sentences, for a measure of texts that were never seen."""
    read.cache_clear()
    read_closer.cache_clear()


def read_with_own(
    setting: Context, bits: int, plain: str, original: str, own: tuple[tuple[OwnRule, Phrase], ...]
) -> tuple[Finding, ...]:
    """The same with the phrases of an organisation."""
    sentence = _Sentence(setting, plain, original)
    found = _found(bits, sentence)
    for rule, first, last in matches(own, plain, sentence.marked):
        if not (spared(rule.category) and sentence.rejects):
            opens = not plain[:first].strip()
            offered = rule.suggestion[:1].upper() + rule.suggestion[1:] if opens else rule.suggestion
            found.append(_made(sentence, rule, first, last, offered))
    return tuple(apart(found))


def _found(bits: int, sentence: _Sentence) -> list[Finding]:
    """Every place where a called pattern holds, and every name of the roster."""
    found = _names(sentence)
    plans = sentence.setting.calls.plans
    left_alone, last = -1, ""
    for place in places(bits):
        number, pattern, reads_marks = plans[place]
        if number == left_alone or pattern is last:
            continue
        last = pattern
        read = sentence.marked if reads_marks else sentence.plain
        for match in compiled(pattern).finditer(read):
            if match.end() == match.start():
                continue
            if _spared(number, sentence):
                left_alone = number
                break
            found.append(_finding(number, match, sentence))
    return found


def _set_aside(bits: int, sentence: _Sentence) -> bool:
    """Whether a rule would have spoken, but for something in the sentence that says otherwise: then a likeness is none either."""
    for place in places(bits):
        number, pattern, reads_marks = sentence.setting.calls.plans[place]
        speaks = RULES[number].severity != "nudge" and RULES[number].category not in _LIGHT
        read = sentence.marked if reads_marks else sentence.plain
        if speaks and compiled(pattern).search(read) and _spared(number, sentence):
            return True
    return False


def _spared(number: int, sentence: _Sentence) -> bool:
    """Whether the sentence sets blame aside, or says something else than the rule means."""
    if spared(RULES[number].category) and sentence.rejects:
        return True
    plain, marked = sentence.plain, sentence.marked
    return any(
        spare.search(plain) or (marked is not plain and spare.search(marked))
        for spare in map(compiled, RULES[number].unless)
    )


def _finding(number: int, match: re.Match[str], sentence: _Sentence) -> Finding:
    rule, original = RULES[number], sentence.original
    first, last = match.span()
    while first < last and original[first] in " \t\r\n,;:":
        first += 1
    while last > first and original[last - 1] in " \t\r\n":
        last -= 1
    offered = suggestion(rule.suggest, match, original, 0, not sentence.plain[:first].strip())
    if _MARKUP.search(original, first, last):
        offered = ""  # half of a pair of marks would be left behind
    return _made(sentence, rule, first, last, offered)


def _made(sentence: _Sentence, rule: Rule | OwnRule, first: int, last: int, offered: str) -> Finding:
    return Finding(
        start=first, end=last, rule=rule.id, category=rule.category, severity=sentence.setting.grades.get(rule.id, rule.severity),
        excerpt=sentence.original[first:last], why=rule.why, source=rule.source, suggestion=offered, question=rule.question,
    )  # fmt: skip


def _names(sentence: _Sentence) -> list[Finding]:
    """The people of the roster named in the sentence."""
    names = sentence.setting.names
    return [_named(match, sentence) for match in names.finditer(sentence.plain)] if names else []


def _named(match: re.Match[str], sentence: _Sentence) -> Finding:
    opens = not sentence.plain[: match.start()].strip()
    offered = suggestion(_ROSTER_RULE.suggest, match, sentence.original, 0, opens)
    return _made(sentence, _ROSTER_RULE, match.start(), match.end(), offered)


def beside(found: tuple[Finding, ...], guessed: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What the rules found and, where its place is free, what the sentence reads like."""
    free = [one for one in guessed if all(one.end <= each.start or each.end <= one.start for each in found)]
    return tuple(sorted((*found, *free), key=lambda one: one.start))


def apart(found: list[Finding]) -> list[Finding]:
    """One finding for each place: the gravest, then the longest."""
    if len(found) < 2:
        return [one for one in found if one.start < one.end]
    ranked = sorted(
        found, key=lambda f: (f.category in _LIGHT, _WEIGHT[f.severity], f.start - f.end, f.start, f.rule)
    )
    kept: list[Finding] = []
    for one in ranked:
        if one.start < one.end and all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)
