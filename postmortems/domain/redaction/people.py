"""People of the roster in every form: full, first, last, initials, handle, email local part, inside a path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from postmortems.domain.redaction.acts import numbered
from postmortems.domain.redaction.findings import Hit, Person
from postmortems.domain.redaction.name_forms import Form, roster, words_of
from postmortems.domain.redaction.positions import (
    Tokens,
    closing_point,
)
from postmortems.domain.redaction.roster_place import plainly_term
from postmortems.domain.redaction.roster_proof import proved
from postmortems.domain.redaction.words import MONTHS

_NUMBER = re.compile(r"\d{1,4}(?![\w.-])")
WHY_ROSTER = "A person involved in the incident is named here."
WHY_HANDLE = "This handle belongs to a person involved in the incident."
WHY_INITIALS = "These are the initials of a person involved in the incident."


def _sequence_ends(tokens: Tokens, first: int, form: Form) -> int:
    """The index of the last word when the words of the form follow one another here, else -1."""
    for step, word in enumerate(form.words[1:], 1):
        gap = tokens.gap(first + step) if first + step < len(tokens.spans) else "\n"
        if (
            tokens.word(first + step) != word
            or len(gap) > 2
            or gap.strip(" .,_-+/'\n\t*")
            or ("\n" in gap and "." in gap)
            or (gap == ". " and len(form.words[step - 1]) > 3)
        ):
            return -1
    return first + len(form.words) - 1


def _match(tokens: Tokens, first: int, forms: tuple[Form, ...]) -> tuple[int, int, int, Form] | None:
    """The longest proved form at this word as (start, end, last word, form)."""
    best: tuple[int, int, int, Form] | None = None
    for form in forms:
        start = tokens.spans[first][0] - form.offset
        if form.exact:
            end = start + len(form.exact)
            last = first
            if start < 0 or tokens.lower[start:end] != form.exact or not _bordered(tokens.lower, start, end):
                continue
            while last + 1 < len(tokens.spans) and tokens.spans[last + 1][0] < end:
                last += 1
        else:
            last = _sequence_ends(tokens, first, form)
            if last < 0:
                continue
            end = tokens.spans[last][1]
        if (best is None or end - start > best[1] - best[0]) and proved(tokens, first, last, form):
            best = (start, end, last, form)
    return best


def _bordered(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (before.isalnum() or after.isalnum())


def find_people(tokens: Tokens, people: tuple[Person, ...]) -> list[Hit]:
    """Every mention of a person of the roster."""
    index, whole = roster(people)
    hits: list[Hit] = []
    past = -1
    for first in range(len(tokens.spans)) if index else ():
        forms = index.get(tokens.word(first))
        if forms is None or first <= past:
            continue
        match = _match(tokens, first, forms)
        if match:
            start, end, past, form = match
            end += _digits(tokens, last=past, end=end)
            past, end = _extended(tokens, past, end, words_of(people)[form.key])
            why = (
                WHY_INITIALS
                if form.sure == "initials"
                else WHY_HANDLE
                if form.sure in ("handle", "exact")
                else WHY_ROSTER
            )
            hits.append(
                Hit(
                    start,
                    end,
                    "person",
                    0.8 if form.sure in ("position", "initials") else 0.97,
                    why,
                    form.key,
                )
            )
    hits.extend(_again(tokens, hits, index))
    for part, key in whole:
        hits.extend(
            Hit(m.start(), m.end(), "person", 0.97, WHY_ROSTER, key)
            for m in re.finditer(re.escape(part), tokens.text)
        )
    return _merged(sorted(hits, key=lambda hit: hit.start), tokens.text)


def _digits(tokens: Tokens, *, last: int, end: int) -> int:
    """How many digits of an account hang on a name in small letters: zhangwei2."""
    match = _NUMBER.match(tokens.text, end)
    small = (
        tokens.spans[last][1] == end
        and not tokens.titled(last)
        and tokens.spans[last][1] - tokens.spans[last][0] > 3
    )
    return len(match.group()) if match and small else 0


def _opens(tokens: Tokens, first: int) -> bool:
    """Whether a sentence, a line or a cell begins right before the word; the point of a time further off does not count."""
    gap = tokens.gap(first)
    return first == 0 or "\n" in gap or gap.rstrip(" ")[-1:] in tuple('.!?:;|>*#"[(')


def _again(tokens: Tokens, hits: list[Hit], index: dict[str, tuple[Form, ...]]) -> Iterator[Hit]:
    """A name that is also a word and was proved once stands for the person wherever a capital in the middle of a sentence is no term."""
    found = {hit.start for hit in hits}
    names = {
        tokens.lower[hit.start : hit.end]: hit.key
        for hit in hits
        if hit.confidence < 0.9 and hit.why == WHY_ROSTER
    }
    for name, key in names.items():
        for at in tokens.places.get(name, ()) if name in index else ():
            start, end = tokens.spans[at]
            small = not tokens.titled(at) or tokens.text[start:end].isupper()
            if small or start in found or _opens(tokens, at) or numbered(tokens, at):
                continue
            if name not in MONTHS and not plainly_term(tokens, at, at):
                yield Hit(start, end, "person", 0.7, WHY_ROSTER, key)


def _extended(tokens: Tokens, last: int, end: int, words: frozenset[str]) -> tuple[int, int]:
    """Take in what else of the person's name follows ("Ming" after "Wei"), and the point of a last initial."""
    while tokens.titled(last + 1) and tokens.gap(last + 1) in (" ", "-") and tokens.word(last + 1) in words:
        last += 1
        end = tokens.spans[last][1]
    if end == tokens.spans[last][1] and _initial_follows(tokens, last + 1, words):
        last += 1
        end = tokens.spans[last][1]
    if end == tokens.spans[last][1]:
        end += closing_point(tokens, last)
    return last, end


def _initial_follows(tokens: Tokens, index: int, words: frozenset[str]) -> bool:
    """Whether the first letter of another name of the person follows: "Jean-Luc P."."""
    letter = tokens.word(index)
    if len(letter) != 1 or not tokens.titled(index) or tokens.gap(index) != " ":
        return False
    pointed = tokens.gap(index + 1)[:1] == "."
    return (pointed or letter not in ("a", "i")) and any(word[0] == letter for word in words)


def _merged(hits: list[Hit], text: str) -> list[Hit]:
    """ "Ana" and "Lúcia" of one person side by side are one mention, so that no part of a name is left between."""
    merged: list[Hit] = []
    for hit in hits:
        before = merged[-1] if merged else None
        if (
            before
            and before.key == hit.key
            and text[before.end : hit.start] in (" ", "-", ". ", ".", "_", "'", ", ")
            and (text[hit.start].isupper() or not text[before.start].isupper())
            and (text[before.end] != "," or text[hit.start].isupper())
        ):
            merged[-1] = replace(before, end=hit.end)
        else:
            merged.append(hit)
    return merged
