"""All the ways to write the people of a roster: names, parts of names, initials, handles made from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from postmortems.domain.redaction.english import ENGLISH, is_english, means_something
from postmortems.domain.redaction.findings import Person
from postmortems.domain.redaction.view import fold
from postmortems.domain.redaction.words import (
    ABBREVIATIONS,
    GIVEN_NAMES,
    HOST_NAMES,
    SHORT_NAMES,
    is_word,
    section,
)

_PLAIN = section("plain_names")
_LETTERS = re.compile(r"[^\W\d_]+")
_TITLES = frozenset(("dr", "mr", "mrs", "ms", "prof", "professor", "sir", "dame", "ing", "dipl"))
_PARTICLES = section("name_particles")
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)


@dataclass(frozen=True)
class Form:
    """One way to write a person: the words in order, or the exact spelling of a handle; sure says how much proof it needs."""

    words: tuple[str, ...]
    key: str
    sure: str  # always | capital | titled | position | plural | handle | initials | exact
    exact: str = ""
    offset: int = 0


def person_key(person: Person) -> str:
    """What a person is called in the memory of pseudonyms."""
    return "person:" + fold(person.name).casefold().strip()


def _single(token: str, key: str) -> Form:
    if len(token) <= 2:
        return Form((token,), key, "position" if is_word(token) or token in ABBREVIATIONS else "titled")
    if is_word(token):
        doubtful = means_something(token) or len(token) < 5 or token in HOST_NAMES
        return Form((token,), key, "position" if doubtful else "capital")
    return Form(
        (token,),
        key,
        "capital" if token in ENGLISH and (token not in GIVEN_NAMES or token in _PLAIN) else "always",
    )


def _joined(first: str, last: str, key: str) -> Iterator[Form]:
    """Handles made of a name: thead, timhead, headt, timh."""
    for spelling, enough in (
        (first + last, 5),
        (last + first, 5),
        (first[0] + last, 5),
        (last + first[0], 6),
        (first + last[0], 6),
    ):
        known = (
            is_word(spelling)
            or is_english(spelling)
            or (
                len(spelling) < enough
                and (len(spelling) < 3 or is_english(spelling) or spelling in GIVEN_NAMES | ABBREVIATIONS)
            )
        )
        yield Form((spelling,), key, "handle" if known else "always")
    # ticmar of Ticiana Marsh, hubmal of Hubert Malloy: the beginnings of both names, where that makes no word.
    for left in range(2, min(len(first), 6) + 1):
        for right in range(2, min(len(last), 6) + 1):
            spelling = first[:left] + last[:right]
            if len(spelling) > 5 and not is_english(spelling):
                yield Form((spelling,), key, "always")


def _name_forms(name: str, key: str) -> Iterator[Form]:
    tokens = _LETTERS.findall(fold(name).casefold())
    while len(tokens) > 2 and tokens[0] in _TITLES:
        tokens = tokens[1:]
    raw = name.strip()
    if len(tokens) == 1 and raw.isupper() and len(raw) <= 3:
        yield Form((tokens[0],), key, "initials")
        return
    if len(tokens) > 1:
        yield from _full_forms(tokens, key)
    # "Ben" and "Al" are particles only behind another name.
    own = [
        token for at, token in enumerate(tokens) if len(token) > 1 and (at == 0 or token not in _PARTICLES)
    ]
    for token in own or tokens:
        yield _single(token, key)
        if len(token) > 2 and not token.endswith("s"):
            yield Form((token + "s",), key, "plural")
    for token in SHORT_NAMES.get(tokens[0], ()) if tokens else ():
        yield _single(token, key)
    yield from _beginnings(tokens[0] if tokens else "", key)


def _beginnings(given: str, key: str) -> Iterator[Form]:
    """ "Stu" of Stuart, "Kons" of Konstantin: the beginning of a given name that is no word."""
    for token in {given[:3], given[:4]} if len(given) > 4 else ():
        plain = (
            token.isalpha() and token not in HOST_NAMES and (token in GIVEN_NAMES or not is_english(token))
        )
        if plain and not means_something(token):
            yield Form((token,), key, "capital")


def _full_forms(tokens: list[str], key: str) -> Iterator[Form]:
    """A name of several words: in order, turned round, with initials, joined to a handle."""
    first, last = tokens[0], tokens[-1]
    yield Form(tuple(tokens), key, "titled" if all(map(is_word, tokens)) else "always")
    yield Form((first, last[0]), key, "titled")
    # "de la Cruz" and "O'Brien" without the given name.
    for index in range(1, len(tokens) - 1):
        if tokens[index] in _PARTICLES or len(tokens[index]) == 1:
            yield Form(tuple(tokens[index:]), key, "always")
            yield Form((first[0], *tokens[index:]), key, "always")
            yield Form((*tokens[:-1], last[0]), key, "always")
    yield from _short_particles(tokens, key)
    if len(last) == 1:
        return
    sure = "titled" if is_word(first) and is_word(last) else "always"
    yield Form((first, last), key, sure)
    yield Form((last, first), key, sure)
    yield Form((first[0], last), key, "titled")
    if len(tokens) > 2:
        yield Form((first[0], *tokens[1:]), key, "titled")
    yield from _of_compound(tokens, key)
    yield from _initials(tokens, key)


def _initials(tokens: list[str], key: str) -> Iterator[Form]:
    """The first letters: of all names, of the first and the last, of the given names."""
    first, last = tokens[0], tokens[-1]
    if len(first) == 1 == len(tokens[1]) and len(tokens) > 2:
        yield Form((first, tokens[1]), key, "initials")  # J.D. Vantage
        yield Form((first + tokens[1],), key, "initials")
    initials = "".join(token[0] for token in tokens)
    if len(tokens) > 2 and tokens[1] not in _PARTICLES:
        for written in ((initials[:2],), tuple(initials[:2])):  # JB of Jean-Baptiste Roux, H.C.
            yield Form(written, key, "initials")
    for written in ((initials,), (first[0] + last[0],), tuple(initials)):
        yield Form(written, key, "initials")


def _short_particles(tokens: list[str], key: str) -> Iterator[Form]:
    """Particles of one letter: "O. v.d. Berg", "vd Berg"."""
    middle = tokens[1:-1]
    if middle and all(token in _PARTICLES for token in middle):
        letters = [token[0] for token in middle]
        for short in (letters, ["".join(letters)]):
            for lead in ([], tokens[:1], [tokens[0][0]]):
                yield Form((*lead, *short, tokens[-1]), key, "always")


def _of_compound(tokens: list[str], key: str) -> Iterator[Form]:
    """What a family name of several words adds: "F. Z. El Idrissi", "elidrissi"; and the handles of all names."""
    first, last = tokens[0], tokens[-1]
    families = {last, "".join(tokens[1:])}
    for index in range(1, len(tokens) - 1):
        if tokens[index] in _PARTICLES:
            yield Form((*(token[0] for token in tokens[:index]), *tokens[index:]), key, "always")
            if index > 1:
                # PJ de Groot
                yield Form(("".join(token[0] for token in tokens[:index]), *tokens[index:]), key, "always")
            yield Form(("".join(tokens[index:]),), key, "always")
            families.add("".join(tokens[index:]))
    if len(tokens) > 2:
        yield Form((*(token[0] for token in tokens[:-1]), last), key, "titled")
        yield Form(("".join(token[0] for token in tokens[:-1]), last), key, "titled")
        yield Form((first, "".join(token[0] for token in tokens[1:])), key, "titled")  # Yannick LB
        if (
            tokens[1] not in _PARTICLES
            and min(map(len, tokens[:2])) > 1
            and not is_english(first + tokens[1])
        ):
            yield Form((first + tokens[1],), key, "always")  # weiling.tan
            yield Form((first + tokens[1], last), key, "always")
    yield from _given_last(tokens, key)
    for family in families:
        yield from _joined(first, family, key)


def _given_last(tokens: list[str], key: str) -> Iterator[Form]:
    """A given name of two words behind the family name: "weijie", "weijie_lim" of Lim Wei Jie."""
    first, last = tokens[0], tokens[-1]
    if len(tokens) == 3 and min(map(len, tokens)) > 1 and tokens[1] not in _PARTICLES:
        given = tokens[1] + last
        if not is_english(given):
            yield Form((given,), key, "always")
            yield Form((given, first), key, "always")
            yield Form((tokens[1], last), key, "titled")


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
        plain = re.sub("['’]", "", person.name)
        if plain != person.name:
            forms.extend(_name_forms(plain, key))  # OConnor of O'Connor
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


@lru_cache(maxsize=64)
def words_of(people: tuple[Person, ...]) -> dict[str, frozenset[str]]:
    """The words of each person's name, by key."""
    return {
        person_key(person): frozenset(_LETTERS.findall(fold(person.name).casefold())) for person in people
    }
