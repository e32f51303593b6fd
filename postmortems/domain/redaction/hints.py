"""People given away by what stands beside them: an address, "I (…)", "is a great engineer", a verb behind two capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.acts import intends
from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import (
    BELONGINGS,
    DETERMINERS,
    Tokens,
    begins_sentence,
)
from postmortems.domain.redaction.signers import NAME, WHY_INITIALS, WHY_SIGNER, person_hit, plausible
from postmortems.domain.redaction.words import (
    ABBREVIATIONS,
    COMMON,
    DEEDS,
    GIVEN_NAMES,
    PRODUCTS,
    SPEECH,
    section,
)

_NAMES = rf"{NAME}\.?(?: (?:(?:van|von|de|der|den|da|di|la|el|al|bin) ){{0,2}}{NAME}\.?){{0,3}}"
_MAIL = re.compile(r"[<(](?:mailto:)?[\w.+'-]{1,60}(?:@| at | \(at\) |\[at\])[\w.-]{2,60}")
_CAPITAL = r"(?=[A-Z])[^\W\d_][\w'’.-]{0,30}"
_BEFORE_MAIL = re.compile(
    rf"(?<![\w@.-])({_CAPITAL}(?: (?:(?:van|von|de|der|den|da|di|la|el|al|bin) ){{0,2}}{_CAPITAL}){{0,3}})\"? {{0,2}}$"
)
_CAPITALS_FIRST = re.compile(r"(?<![\w.-])([A-Z]{4,15} [A-Z][a-z]{2,15})(?![\w-])")
_WROTE = re.compile(rf"\bOn [^\n]{{6,60}}, ({_NAMES})(?: <[^>\n]{{3,80}}>)? wrote:")
_MYSELF = re.compile(rf"\b(?:I|me|myself|We|we|He|he|She|she|him|her) \(({_NAMES})\)")
_PEOPLE = section("person_nouns")
_NOUNS = "|".join(sorted(_PEOPLE))
_IS_SOMEBODY = re.compile(
    rf"(?<![\w'-])([A-Z][^\W\d_]{{1,20}})(?:'s| is| was) (?:a|an|the|our|such an?|my|one of our)(?: (?:very |really |most |\w+est )?\w{{2,12}}){{0,2}} (?:{_NOUNS})\b"
)
_INITIALS = re.compile(r"[A-Z]{2}")
_WILL = frozenset(("will", "ll"))
_ERRANDS = section("errands") | section("will_do")
_THANKED = re.compile(r"(?:\bby|\bto|[Tt]hanks,?|\(|\band) $")
_ASKED = section("nick_asked")
_PRONOUNS = frozenset(("it", "he", "she", "that", "there", "here", "what", "who", "this"))
_NOT_INITIALS = section("not_initials")


def _named(match: re.Match[str]) -> Iterator[Hit]:
    name = match.group(1)
    if " " not in name and is_english(name.lower()) and name.lower() not in GIVEN_NAMES:
        return
    if name[0].isupper() and plausible(name):
        yield person_hit(match.start(1), name, 0.8, WHY_SIGNER)


def _in_mail(text: str) -> Iterator[Hit]:
    for mail in _MAIL.finditer(text):
        match = _BEFORE_MAIL.search(text, max(0, mail.start() - 90), mail.start())
        words = re.findall(r"[^\W\d_]{2,}", match.group(1).lower()) if match else []
        if match and words and not all(word not in GIVEN_NAMES and is_english(word) for word in words):
            yield person_hit(match.start(1), match.group(1), 0.8, WHY_SIGNER)
    for match in _WROTE.finditer(text) if " wrote:" in text else ():
        yield from _named(match)


def _said_of(tokens: Tokens) -> Iterator[Hit]:
    text = tokens.text
    for match in _MYSELF.finditer(text) if " (" in text else ():
        if all(word[0].isupper() or len(word) < 4 for word in match.group(1).split()):
            yield from _named(match)
    for match in _IS_SOMEBODY.finditer(text) if not _PEOPLE.isdisjoint(tokens.places) else ():
        name = match.group(1)
        possible = name.lower() in GIVEN_NAMES or "'s" in match.group()
        if possible and name.lower() not in COMMON | PRODUCTS | DETERMINERS | _PRONOUNS:
            yield person_hit(match.start(1), name, 0.8, WHY_SIGNER)


def _capitals_first(text: str) -> Iterator[Hit]:
    """A family name in capitals before the given name: "TANABE Haruki"."""
    for match in _CAPITALS_FIRST.finditer(text):
        family, given = match.group(1).lower().split()
        if (
            given in GIVEN_NAMES
            and not is_english(given)
            and not is_english(family)
            and family not in ABBREVIATIONS
        ):
            yield person_hit(match.start(1), match.group(1), 0.75, WHY_SIGNER)


def _initials(tokens: Tokens, index: int) -> bool:
    """Whether two capitals are a person's: "PJ reports", "PJ to check the list", "asked PJ"."""
    start, end = tokens.spans[index]
    low = tokens.words[index]
    around = tokens.text[max(0, start - 1) : start] + tokens.text[end : end + 1]
    if (
        low in ABBREVIATIONS
        or low in _NOT_INITIALS
        or any(char in "-_/.=#$+&'<>" or char.isdigit() for char in around)
    ):
        return False
    if tokens.titled(index - 1) and tokens.gap(index) == " " and not begins_sentence(tokens, index - 1):
        return False
    after, later = tokens.word(index + 1), tokens.word(index + 2)
    if tokens.gap(index) == " " and tokens.word(index - 1) in _ASKED:
        return True
    if tokens.gap(index + 1) != " ":
        return False
    if after in SPEECH or intends(tokens, index, index):
        return True
    return begins_sentence(tokens, index) and ((after in DEEDS) or (after in _WILL and later in _ERRANDS))


def _theirs(tokens: Tokens, index: int) -> bool:
    """Whether a given name has its possessive without an apostrophe: "Ilkas team"."""
    word = tokens.words[index]
    given = (
        word.endswith("s")
        and word not in GIVEN_NAMES
        and word[:-1] in GIVEN_NAMES
        and not is_english(word)
        and not is_english(word[:-1])
    )
    return given and tokens.word(index + 1) in BELONGINGS and tokens.gap(index + 1) == " "


def _by_form(tokens: Tokens) -> Iterator[Hit]:
    """Two capitals, and possessives without their apostrophe: "Ilkas team"."""
    found: set[str] = set()
    pairs: list[int] = []
    for index in tokens.capitals:
        start, end = tokens.spans[index]
        word = tokens.words[index]
        if end - start == 2 and _INITIALS.fullmatch(tokens.text, start, end):
            pairs.append(index)
            if word not in found and _initials(tokens, index):
                found.add(word)
        elif _theirs(tokens, index):
            yield person_hit(start, tokens.text[start:end], 0.7, WHY_SIGNER)
    for index in pairs:
        if tokens.words[index] in found:
            start, end = tokens.spans[index]
            if tokens.text[end : end + 1].isdigit():
                continue  # AL2023
            yield Hit(start, end, "person", 0.65, WHY_INITIALS, "stranger:" + tokens.words[index])


def find_hinted(tokens: Tokens) -> Iterator[Hit]:
    """People whom no list knows and no verb names, by the words beside them."""
    yield from _in_mail(tokens.text)
    yield from _said_of(tokens)
    yield from _capitals_first(tokens.text)
    yield from _by_form(tokens)
