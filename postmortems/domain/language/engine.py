"""From text to findings: prose, sentences, actors, rules, and one finding for each place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from postmortems.domain.language.actors import Roster, mark, roster
from postmortems.domain.language.exempt import rejects_blame, spared
from postmortems.domain.language.mask import prose_of
from postmortems.domain.language.model import EVERYWHERE, SCOPES, SEVERITIES, Finding, Result, Rule
from postmortems.domain.language.needs import needs
from postmortems.domain.language.own import OwnRule, Phrase, matches, waiting
from postmortems.domain.language.patterns import compiled, sees_actors
from postmortems.domain.language.rewrite import suggestion
from postmortems.domain.language.rules import RULES
from postmortems.domain.language.sentences import foreign_blocks, sentences

MOST_FINDINGS = 20_000  # nobody reads more; keeps the answer to a hostile text small

_WORD = re.compile(r"[^\W_]")
_CUE = re.compile(r"[a-z]{2,}|[@!]")
_ROSTER_RULE = next(rule for rule in RULES if rule.id == "J7")
_WEIGHT = {"block": 0, "warn": 1, "nudge": 2}
# Findings of these say less about the sentence than any other at the same place.
_LIGHT = frozenset({"naming", "animated", "evasion"})


@cache
def _index(scope: str) -> dict[str, tuple[int, ...]]:
    """For each cue word, the rules (by place in `RULES`) of the scope that it calls."""
    index: dict[str, list[int]] = {}
    for number, rule in enumerate(RULES):
        if scope in rule.scopes:
            for cue in rule.cues.split():
                index.setdefault(cue, []).append(number)
    return {cue: tuple(numbers) for cue, numbers in index.items()}


@cache
def _plan(number: int) -> tuple[tuple[re.Pattern[str], bool, bool, tuple[str, ...]], ...]:
    """For each pattern of a rule: itself, whether it reads the marks, and what it needs (see `needs`)."""
    plan = []
    for pattern in RULES[number].patterns:
        wanted = needs(pattern)
        plan.append((compiled(pattern), sees_actors(pattern), wanted.actor, wanted.words))
    return tuple(plan)


def _lacks(plain: str, words: tuple[str, ...]) -> bool:
    """Whether a sentence has none of the words; False when no words are asked for."""
    for word in words:
        if word in plain:  # noqa: SIM110 - a generator would cost more than the search it saves
            return False
    return bool(words)


def check(
    text: str,
    *,
    scope: str = "text",
    people: Iterable[object] = (),
    silenced: frozenset[str] = frozenset(),
    regraded: Mapping[str, str] | None = None,
    own: Sequence[OwnRule] = (),
) -> Result:
    """Read a text and say what in it blames, judges with hindsight, makes the hard look easy, and why.

    `scope` is text, comment, action or public. `people` are the roster: names, or objects with `name` and `handles`.
    `silenced` rule ids are not reported, `regraded` maps a rule id to another severity, `own` are rules that
    an organisation added. Raises ValueError for an unknown scope or severity. Spans are valid positions of `text`, sorted, and never overlap.
    """
    grades = dict(regraded or {})
    if scope not in SCOPES:
        raise ValueError(f"unknown scope: {scope}")
    if not set(grades.values()) <= set(SEVERITIES):
        raise ValueError("unknown severity")
    work = prose_of(text)
    words = len(text.split())
    if not _WORD.search(text):
        return Result((), 0, "empty")
    skipped, mostly = foreign_blocks(work)
    if mostly:
        return Result((), words, "other")
    reader = _Reader(text, work, roster(people), _index(scope), silenced, grades)
    reader.own = waiting(own, scope, work)
    found: list[Finding] = []
    for start, end in sentences(work):
        if not (skipped and _block_at(work, start, end) in skipped):
            found += reader.sentence(start, end)
        if len(found) >= MOST_FINDINGS:
            break
    return Result(tuple(found[:MOST_FINDINGS]), words, "en")


def _block_at(work: str, start: int, end: int) -> str:
    stop = work.find("\n", max(start, end - 1))
    return work[work.rfind("\n", 0, start + 1) + 1 : stop if stop >= 0 else len(work)]


class _Reader:
    """What stays the same for all sentences of one text."""

    def __init__(
        self,
        text: str,
        work: str,
        known: Roster,
        index: dict[str, tuple[int, ...]],
        silenced: frozenset[str],
        grades: dict[str, str],
    ) -> None:
        self.text, self.work, self.known, self.index = text, work, known, index
        self.silenced, self.grades = silenced, grades
        self.own: tuple[tuple[OwnRule, Phrase], ...] = ()

    def sentence(self, start: int, end: int) -> list[Finding]:
        """The findings of one sentence, sorted, without overlaps."""
        plain = self.work[start:end]
        called = {number for cue in self.index.keys() & _CUE.findall(plain) for number in self.index[cue]}
        names = self.known.pattern is not None and self._names(plain, start)
        if not called and not self.own:
            return _apart(names) if names else []
        marked = mark(plain, self.text[start:end], self.known)
        rejects = rejects_blame(plain)
        found = list(names or ())
        for number in sorted(called):
            rule = RULES[number]
            if rule.id in self.silenced or (rejects and spared(rule.category)):
                continue
            found += self._apply(number, plain, marked, start)
        for own, first, last in matches(self.own, plain, marked):
            if not (rejects and spared(own.category)):
                opens = not plain[:first].strip()
                offered = own.suggestion[:1].upper() + own.suggestion[1:] if opens else own.suggestion
                found.append(self._made(own, start + first, start + last, offered))
        return _apart(found)

    def _apply(self, number: int, plain: str, marked: str, start: int) -> list[Finding]:
        """Every place where the rule (by its place in `RULES`) holds in the sentence."""
        rule = RULES[number]
        found: list[Finding] = []
        left_alone: bool | None = None
        for regex, reads_marks, needs_actor, words in _plan(number):
            if (needs_actor and marked is plain) or _lacks(plain, words):
                continue
            for match in regex.finditer(marked if reads_marks else plain):
                if match.end() == match.start():
                    continue
                if left_alone is None:
                    left_alone = any(
                        compiled(spare).search(marked) or compiled(spare).search(plain)
                        for spare in rule.unless
                    )
                if left_alone:
                    return []
                found.append(self._finding(rule, match, start))
        return found

    def _finding(self, rule: Rule, match: re.Match[str], start: int) -> Finding:
        first, last = start + match.start(), start + match.end()
        while first < last and self.text[first] in " \t\r\n,;:":
            first += 1
        while last > first and self.text[last - 1] in " \t\r\n":
            last -= 1
        opens = not self.work[start:first].strip()
        offered = suggestion(rule.suggest, match, self.text, start, opens)
        return self._made(rule, first, last, offered)

    def _made(self, rule: Rule | OwnRule, first: int, last: int, offered: str) -> Finding:
        return Finding(
            start=first, end=last, rule=rule.id, category=rule.category, severity=self.grades.get(rule.id, rule.severity),
            excerpt=self.text[first:last], why=rule.why, source=rule.source, suggestion=offered, question=rule.question,
        )  # fmt: skip

    def _names(self, plain: str, start: int) -> list[Finding]:
        """The people of the roster named in the sentence."""
        if _ROSTER_RULE.id in self.silenced or not self.known.pattern:
            return []
        found = []
        for match in self.known.pattern.finditer(plain):
            offered = suggestion(
                _ROSTER_RULE.suggest, match, self.text, start, not plain[: match.start()].strip()
            )
            found.append(self._made(_ROSTER_RULE, start + match.start(), start + match.end(), offered))
        return found


def _apart(found: list[Finding]) -> list[Finding]:
    """One finding for each place: the gravest, then the longest."""
    ranked = sorted(
        found, key=lambda f: (f.category in _LIGHT, _WEIGHT[f.severity], f.start - f.end, f.start, f.rule)
    )
    kept: list[Finding] = []
    for one in ranked:
        if one.start < one.end and all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


__all__ = ["EVERYWHERE", "check"]
