"""Whether words with capitals make a name: their shape, what joins them, which lists know them."""

from __future__ import annotations

import re

from postmortems.domain.redaction.acts import REGIONS, elsewhere, has_done, intends
from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.positions import Tokens, begins_sentence, person_acts, person_stands
from postmortems.domain.redaction.words import (
    AMBIGUOUS,
    COMMON,
    DEEDS,
    FAMILY_NAMES,
    GIVEN_NAMES,
    HOST_NAMES,
    MONTHS,
    PRODUCTS,
    SPEECH,
    is_word,
    section,
)

_PRODUCT_AFTER = section("product_after")
_PARTICLES = section("particles")
_SYLLABLES = section("syllables")
_HONORIFICS = section("honorifics")
_LAWS = frozenset(
    ("law", "razor", "principle", "paradox", "theorem", "triangle", "algorithm", "snitch", "switch")
)
_NO_PEOPLE = section("no_people")
_PLACES = frozenset(
    (
        "st",
        "sao",
        "santo",
        "puerto",
        "porto",
        "nova",
        "san",
        "santa",
        "fort",
        "port",
        "mount",
        "lake",
        "los",
        "saint",
    )
)
_BEING = frozenset(("was", "is", "had", "has"))
_PRONOUN = re.compile(
    r"[^.;\n]{0,80}(?:\. (?:He|She)|[,;] (?:and |but )?(?:he|she)) (?:was|is|had|has|could|did|then|\w+ed)\b"
)
_OF_FIRMS = (
    "ify",
    "sys",
    "soft",
    "tech",
    "labs",
    "net",
    "db",
    "sql",
    "hub",
    "ctl",
    "corp",
    "pay",
    "bank",
    "cloud",
    "stack",
    "flow",
    "graph",
    "fly",
    "ium",
    "ics",
    "ix",
    "box",
    "scale",
)
_NOT_NAME_ENDS = (
    "ing", "tion", "sion", "ment", "ness", "ity", "ers", "ors", "ly", "ists", "ians", "ble", "ous", "ware", "base", "bot", "ops",
)  # fmt: skip


def honoured(tokens: Tokens, index: int) -> bool:
    """Whether an honorific hangs on the word: "Hiroshi-san"."""
    return (
        tokens.gap(index + 1) == "-"
        and tokens.word(index + 1) in _HONORIFICS
        and not tokens.titled(index + 1)
    )


def in_syllables(tokens: Tokens, index: int) -> bool:
    """Whether the word and the next are a name of two syllables: "Ji-ho", "Wei-Ming"."""
    pair = tokens.word(index), tokens.word(index + 1)
    return tokens.gap(index + 1) == "-" and _SYLLABLES.issuperset(pair) and tokens.titled(index)


def word_shape(tokens: Tokens, first: int) -> bool:
    """A capital followed by small letters, not glued into an identifier or a path."""
    start, end = tokens.spans[first]
    word = tokens.text[start:end]
    if len(word) < 2 or not word[0].isupper() or not word[1:].islower():
        return False
    before = tokens.text[start - 1] if start else " "
    after = tokens.text[end : end + 1]
    if before in "/.\\$=_" or before.isdigit() or (after and (after in "_=(" or after.isdigit())):
        return False
    follower = tokens.text[end + 1 : end + 2]
    if after and after in "./-:" and follower.isalnum():
        # "Rune/Platform" and "Jean-Luc" are words side by side; "Node.js" and "Fetch-wrapper" are not names.
        side_by_side = after in "/-" and follower.isupper()
        return side_by_side or (after == "-" and (honoured(tokens, first) or in_syllables(tokens, first)))
    return True


def _joins(tokens: Tokens, index: int) -> bool:
    """Whether the gap before a word lets it belong to the name before: a space, a hyphen, an initial with its point, O'Brien, the end of a line."""
    gap = tokens.gap(index)
    single = tokens.spans[index - 1][1] - tokens.spans[index - 1][0] == 1
    if gap in (" ", "-") or (gap == ". " and single) or (gap == "'" and single and tokens.titled(index)):
        return True
    wrapped = gap[:1] == "\n" and gap.count("\n") == 1 and gap.strip(" \n\t") == "" and tokens.titled(index)
    word = tokens.word(index)
    return (
        wrapped
        and (word in FAMILY_NAMES or word in _PARTICLES or not is_english(word))
        and word not in PRODUCTS
    )


def _belongs(tokens: Tokens, first: int, index: int) -> bool:
    start, end = tokens.spans[index]
    word = tokens.word(index)
    if word in _PARTICLES:
        return True
    if tokens.gap(index) == "-" and not tokens.titled(index):
        return index == first + 1 and (honoured(tokens, first) or in_syllables(tokens, first))
    if word in MONTHS and word in GIVEN_NAMES and tokens.titled(index + 1) and tokens.gap(index + 1) == " ":
        return tokens.gap(index) == " "  # "Terry Jan Reedy"
    if word in COMMON or word in PRODUCTS or word in _PRODUCT_AFTER or word in MONTHS or word in REGIONS:
        return False
    if end - start == 1:
        return tokens.titled(index) and (index == first + 1 or tokens.gap(index + 1)[:1] in (".", "'"))
    return tokens.titled(index) and not tokens.text[start:end].isupper()


def name_end(tokens: Tokens, first: int) -> int:
    """The last word of a full name that begins here: further capitalised words that mean nothing else."""
    last = first
    for index in range(first + 1, min(first + 5, len(tokens.spans))):
        if not _joins(tokens, index) or not _belongs(tokens, first, index):
            break
        last = index
    while last > first and not tokens.titled(last) and tokens.gap(last) != "-":
        last -= 1
    return last


def known(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a listed given name stands for a person here."""
    word = tokens.word(first)
    if tokens.gap(last + 1) == " " and tokens.word(last + 1) in _PRODUCT_AFTER:
        return False
    if elsewhere(tokens, last) or _of_nobody(tokens, first, last):
        return False
    if tokens.word(first - 1) in _PLACES:
        return False
    other = word in PRODUCTS or word in COMMON
    if word not in AMBIGUOUS and not other:
        return True
    # "Mark Olsen" is a person, "Mark Jobs" need not be.
    family = tokens.word(last)
    if (
        last > first
        and word not in PRODUCTS
        and family not in AMBIGUOUS | SPEECH | DEEDS
        and not begins_with_verb(tokens, first)
    ):
        return True
    if person_stands(tokens, first, last):
        return True
    if (
        word not in PRODUCTS
        and word not in MONTHS
        and (intends(tokens, first, last) or has_done(tokens, first, last))
    ):
        return True
    return not other and word not in HOST_NAMES and person_acts(tokens, last) and _own_subject(tokens, first)


def _of_nobody(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words are a saying or a stand-in: "Murphy's law", "John Doe"."""
    if tokens.word(last + 1) == "s" and tokens.word(last + 2) in _LAWS:
        return True
    return f"{tokens.word(first)}+{tokens.word(first + 1)}" in _NO_PEOPLE


def begins_with_verb(tokens: Tokens, first: int) -> bool:
    """Whether a word at the start of a sentence may be an order or a question: "Will Traefik", "Mark Postgres"."""
    return tokens.word(first) in COMMON and begins_sentence(tokens, first)


def _own_subject(tokens: Tokens, first: int) -> bool:
    """Whether nothing before the word makes it part of a larger term."""
    in_term = tokens.titled(first - 1) and tokens.gap(first) == " "
    return tokens.word(first - 1) not in ("the", "a", "an") and not in_term


def unlisted(tokens: Tokens, first: int, last: int) -> bool:
    """Whether an unknown capitalised word is a person's: by its form, its family name, or the place where it stands."""
    word = tokens.word(first)
    if is_english(word) or word in MONTHS or tokens.word(first - 1) in ("the", "a", "an", "this", "each"):
        return False
    if honoured(tokens, first) or _whole_name(tokens, first, last):
        return True
    if in_syllables(tokens, first):
        return last > first + 1 or person_stands(tokens, first, last) or person_acts(tokens, last)
    if len(word) < 3:
        return False
    # "Employee Compromise" in a title: a role with a capital in front proves nothing.
    if tokens.titled(first - 1) and tokens.gap(first) == " " and not begins_sentence(tokens, first - 1):
        return False
    if word.endswith(_NOT_NAME_ENDS) and not (word.endswith("ing") and tokens.word(last + 1) == "to"):
        return False
    if person_stands(tokens, first, last) or _told_of(tokens, last):
        return True
    return not is_english(word) and tokens.word(last + 1) != "to" and intends(tokens, first, last)


def _told_of(tokens: Tokens, last: int) -> bool:
    """Whether the next sentence goes on with "he" or "she": "…, that Gottox was available. He was the only one"."""
    if tokens.word(last + 1) not in _BEING or tokens.gap(last + 1) != " ":
        return False
    end = tokens.spans[last][1]
    return _PRONOUN.match(tokens.text, end, end + 100) is not None


def _whole_name(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words are a full name by themselves: a known family name, a particle in the middle, two unknown words."""
    if last > first + 1 and tokens.word(first + 1) in _PARTICLES:
        return True
    return _of_family(tokens, first, last) or _strange_pair(tokens, first, last)


def _strange_pair(tokens: Tokens, first: int, last: int) -> bool:
    """Whether two or three words with capitals that no dictionary holds stand side by side: "Malvika Sharan"."""
    words = [tokens.word(index) for index in (first, last)]
    if last == first or not all(map(_strange, words)) or tokens.gap(first + 1) != " ":
        return False
    return not (
        tokens.gap(last + 1) == " " and (tokens.word(last + 1) in _PRODUCT_AFTER or tokens.titled(last + 1))
    )


def _strange(word: str) -> bool:
    """Whether a word can only be a name: no dictionary, no product, no place, and no ending of firms and programs."""
    return (
        len(word) > 2
        and word not in HOST_NAMES
        and not word.endswith(_NOT_NAME_ENDS + _OF_FIRMS)
        and not is_english(word)
    )


def _of_family(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a family name that means nothing else closes the words: "Gottox Lindqvist"."""
    family = tokens.word(last)
    return (
        last > first
        and len(tokens.word(first)) > 1
        and family in FAMILY_NAMES
        and not is_word(family)
        and tokens.titled(last)
    )
