"""People of the roster in every form: full, first, last, initials, handle, email local part, inside a path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from postmortems.domain.redaction.findings import Hit, Person
from postmortems.domain.redaction.positions import (
    Tokens,
    begins_sentence,
    may_be_person,
    person_acts,
    person_stands,
)
from postmortems.domain.redaction.view import fold
from postmortems.domain.redaction.words import ABBREVIATIONS, COMMON, is_word

_LETTERS = re.compile(r"[^\W\d_]+")
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "abu",
        "ter",
        "ten",
        "zu",
        "af",
        "av",
    ]
)
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
_HOME = re.compile(r"(?:/(?:home|users|user|u)/|[~@\\]|user(?:name)?[ =:\"'`]{1,3})$")
WHY_ROSTER = "A person involved in the incident is named here."
WHY_HANDLE = "This handle belongs to a person involved in the incident."
WHY_INITIALS = "These are the initials of a person involved in the incident."


@dataclass(frozen=True)
class Form:
    """One way to write a person: the words in order, or the exact spelling of a handle; sure says how much proof it needs."""

    words: tuple[str, ...]
    key: str
    sure: str  # always | titled | position | handle | initials | exact
    exact: str = ""
    offset: int = 0


def person_key(person: Person) -> str:
    """What a person is called in the memory of pseudonyms."""
    return "person:" + fold(person.name).casefold().strip()


def _single(token: str, key: str) -> Form:
    if len(token) <= 2:
        return Form((token,), key, "position" if is_word(token) or token in ABBREVIATIONS else "titled")
    return Form((token,), key, "position" if is_word(token) else "always")


def _joined(first: str, last: str, key: str) -> Iterator[Form]:
    """Handles made of a name: thead, timhead, headt, timh."""
    for spelling, enough in (
        (first + last, 5),
        (last + first, 5),
        (first[0] + last, 5),
        (last + first[0], 6),
        (first + last[0], 6),
    ):
        known = is_word(spelling) or len(spelling) < enough
        yield Form((spelling,), key, "handle" if known else "always")


def _name_forms(name: str, key: str) -> Iterator[Form]:
    tokens = _LETTERS.findall(fold(name).casefold())
    if not tokens:
        return
    if len(tokens) == 1:
        raw = name.strip()
        if raw.isupper() and len(raw) <= 3:
            yield Form((tokens[0],), key, "initials")
            return
    weighty = [token for token in tokens if token not in _PARTICLES and len(token) > 1] or tokens
    if len(tokens) > 1:
        yield Form(tuple(tokens), key, "titled" if all(map(is_word, tokens)) else "always")
        first, last = tokens[0], tokens[-1]
        sure = "titled" if is_word(first) and is_word(last) else "always"
        if len(last) > 1:
            yield Form((first, last), key, sure)
            yield Form((last, first), key, sure)
            yield Form((first[0], last), key, "titled")
            yield from _joined(first, last, key)
            if len(tokens) > 2:
                yield from _joined(first, "".join(tokens[1:]), key)
            initials = "".join(token[0] for token in tokens)
            yield Form((initials,), key, "initials")
            yield Form((first[0] + last[0],), key, "initials")
            yield Form(tuple(initials), key, "initials")
        yield Form((first, last[0]), key, "titled")
    for token in weighty:
        yield _single(token, key)


def _handle_form(handle: str, key: str) -> Form | None:
    exact = fold(handle).casefold().strip().lstrip("@")
    match = _LETTERS.search(exact)
    if not match:
        return None
    plain = exact.isalpha() and (is_word(exact) or len(exact) < 3)
    return Form((match.group(),), key, "handle" if plain else "exact", exact, match.start())


@lru_cache(maxsize=64)
def roster(people: tuple[Person, ...]) -> tuple[dict[str, tuple[Form, ...]], tuple[tuple[str, str], ...]]:
    """The forms by their first word, longest first, and the names of scripts without word borders."""
    index: dict[str, list[Form]] = {}
    whole: list[tuple[str, str]] = []
    for person in people:
        key = person_key(person)
        forms = list(_name_forms(person.name, key))
        if person.name.translate(_UMLAUTS) != person.name:
            forms.extend(_name_forms(person.name.translate(_UMLAUTS), key))
        forms.extend(form for handle in person.handles if (form := _handle_form(handle, key)))
        for form in forms:
            index.setdefault(form.words[0], []).append(form)
        if any(ord(char) >= 0x2E80 for char in person.name):
            whole.extend(
                (part, key) for part in {fold(person.name), fold(person.name).replace(" ", "")} if part
            )
    return {
        word: tuple(sorted(forms, key=lambda form: (-len(form.exact), -len(form.words))))
        for word, forms in index.items()
    }, tuple(whole)


def _sequence_ends(tokens: Tokens, first: int, form: Form) -> int:
    """The index of the last word when the words of the form follow one another here, else -1."""
    for step, word in enumerate(form.words[1:], 1):
        gap = tokens.gap(first + step) if first + step < len(tokens.spans) else "\n"
        if (
            tokens.word(first + step) != word
            or len(gap) > 2
            or gap.strip(" .,_-+/'\n\t*")
            or ("\n" in gap and "." in gap)
        ):
            return -1
    return first + len(form.words) - 1


def _in_handle(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words stand in an address, a path, or beside an underscore, where only a handle stands."""
    start, end = tokens.spans[first][0], tokens.spans[last][1]
    if _HOME.search(tokens.lower, max(0, start - 12), start):
        return True
    after = tokens.text[end : end + 1]
    return after == "@" and tokens.text[end + 1 : end + 2].isalnum()


def _proved(tokens: Tokens, first: int, last: int, form: Form) -> bool:
    if form.sure in ("always", "exact"):
        return True
    if _in_handle(tokens, first, last):
        return True
    if form.sure == "handle":
        return False
    if form.sure == "initials":
        return _initials(tokens, first, last, form)
    titled = all(tokens.titled(index) for index in range(first, last + 1))
    if form.sure == "titled":
        return titled and (len(form.words) > 1 or len(form.words[0]) < 3)
    if not titled:
        return _speaks(tokens, first, last)
    return (
        person_stands(tokens, first, last)
        or person_acts(tokens, last)
        or may_be_person(tokens, first, last)
        or _speaks(tokens, first, last)
    )


def _speaks(tokens: Tokens, first: int, last: int) -> bool:
    """A speaker of a chat log: "[10:02] mark: on it", "<mark> on it"."""
    before, after = tokens.gap(first), tokens.gap(last + 1)
    return (
        before.rstrip().endswith(("]", ")")) and any(c.isdigit() for c in before) and after.startswith(":")
    ) or (before.endswith("<") and after.startswith("> "))


def _initials(tokens: Tokens, first: int, last: int, form: Form) -> bool:
    start, end = tokens.spans[first][0], tokens.spans[last][1]
    written = tokens.text[start:end]
    if not written.isupper() or (len(form.words) > 1 and not (written.count(".") and " " not in written)):
        return False
    if len(form.words) > 1:
        return True
    around = tokens.text[max(0, start - 1) : start] + tokens.text[end : end + 1]
    if any(char in "-_/.=#$" for char in around.replace(".", "", around.endswith("."))) or any(
        map(str.isdigit, around)
    ):
        return False
    if len(written) < 2:
        return False
    if form.words[0] not in ABBREVIATIONS and form.words[0] not in COMMON:
        return True
    alone = begins_sentence(tokens, first) and tokens.gap(last + 1).strip(" ")[:1] in ("", "\n", ",")
    return person_stands(tokens, first, last) or alone


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
        if (best is None or end - start > best[1] - best[0]) and _proved(tokens, first, last, form):
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
    for part, key in whole:
        hits.extend(
            Hit(m.start(), m.end(), "person", 0.97, WHY_ROSTER, key)
            for m in re.finditer(re.escape(part), tokens.text)
        )
    return hits
