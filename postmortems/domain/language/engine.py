"""From text to findings: prose, lines that can hold a finding, sentences, and one finding for each place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from postmortems.domain.language.actors import roster
from postmortems.domain.language.calls import letters
from postmortems.domain.language.learned import may_lean
from postmortems.domain.language.mask import prose_of
from postmortems.domain.language.model import EVERYWHERE, SCOPES, SEVERITIES, Finding, Result
from postmortems.domain.language.own import OwnRule, Phrase, waiting
from postmortems.domain.language.reader import (
    Context,
    beside,
    context,
    is_grave,
    read,
    read_closer,
    read_with_own,
)
from postmortems.domain.language.sentences import foreign_lines, sentences

MOST_FINDINGS = 20_000  # nobody reads more; keeps the answer to a hostile text small

_WORD = re.compile(r"[^\W_]")


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
    grades = tuple(sorted((regraded or {}).items()))
    if scope not in SCOPES:
        raise ValueError(f"unknown scope: {scope}")
    if not {grade for _, grade in grades} <= set(SEVERITIES):
        raise ValueError("unknown severity")
    if not _WORD.search(text):
        return Result((), 0, "empty")
    words = len(text.split())
    page = _Page(text, prose_of(text))
    skipped, mostly = foreign_lines(page.work, page.lines, page.vocabulary)
    if mostly:
        return Result((), words, "other")
    setting = context(scope, roster(people), frozenset(silenced), grades)
    found: list[Finding] = []
    for finding in page.findings(setting, waiting(own, scope, page.work), skipped):
        found.append(finding)
        if len(found) >= MOST_FINDINGS:
            break
    return Result(tuple(found), words, "en")


class _Page:
    """One text, its working copy, and the words of each line of it."""

    def __init__(self, text: str, work: str) -> None:
        self.text, self.work = text, work
        self.letters = letters(work)
        self.lines = [line.split() for line in self.letters.split(b"\n")]
        self.vocabulary: set[bytes] = set().union(*self.lines)

    def findings(
        self, setting: Context, own: tuple[tuple[OwnRule, Phrase], ...], skipped: frozenset[int]
    ) -> Iterator[Finding]:
        """The findings of all lines that are read, in order."""
        for first, last, words, bits, leans in self._called(setting, bool(own), skipped):
            plain, original = self.work[first:last], self.text[first:last]
            # What a silenced rule stands for is not to come back as a likeness.
            closer = bool(setting.learned) and not bits & setting.silent
            bits = setting.asked(words, plain, bits)
            found: tuple[Finding, ...] = ()
            if own and any(phrase.literal in plain for _, phrase in own):
                found = read_with_own(setting, bits, plain, original, own)
            elif bits or setting.may_name(words):
                found = read(setting, bits, plain, original)
            if closer and leans and not any(map(is_grave, found)):
                found = beside(found, read_closer(setting, bits, plain, original))
            for finding in found:
                yield finding.moved(first)

    def _called(
        self, setting: Context, every: bool, skipped: frozenset[int]
    ) -> Iterator[tuple[int, int, list[bytes], int, bool]]:
        """The sentences that may hold a finding: where, their words, the patterns they call, and whether they may lean."""
        work, spelled, calls = self.work, self.letters, setting.calls
        memory = calls.learn(self.vocabulary)
        hot = (memory.hot | setting.to_name) & self.vocabulary
        every = every or setting.named is None
        learns = bool(setting.learned)
        signs = "@" in work or "!" in work
        start = 0
        for number, (line, words) in enumerate(zip(work.split("\n"), self.lines, strict=True)):
            end = min(start + len(line) + 1, len(work))
            read_all = every or (signs and ("@" in line or "!" in line))
            if words and (read_all or learns or not hot.isdisjoint(words)) and number not in skipped:
                for first, last in sentences(work, start, end):
                    words = spelled[first:last].split()
                    bits = calls.called(words, memory) if read_all or not hot.isdisjoint(words) else 0
                    if read_all:
                        bits |= calls.by_sign(work[first:last])
                    leans = learns and may_lean(words)
                    if read_all or bits or leans or not setting.to_name.isdisjoint(words):
                        yield first, last, words, bits, leans
            start = end


__all__ = ["EVERYWHERE", "check"]
