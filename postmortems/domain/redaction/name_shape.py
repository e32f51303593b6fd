"""The form of a name: one to four words with capitals, what joins them, and which words belong to a name before them."""

from __future__ import annotations

import re

from postmortems.domain.redaction.acts import REGIONS
from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.positions import Tokens
from postmortems.domain.redaction.words import (
    ABBREVIATIONS,
    COMMON,
    FAMILY_NAMES,
    GIVEN_NAMES,
    MONTHS,
    PRODUCTS,
    section,
)

PRODUCT_AFTER = section("product_after")
PARTICLES = section("particles")
_SYLLABLES = section("syllables")
_HONORIFICS = section("honorifics")
_DAYS = section("days")
# A capital inside a name: McKenna, DeShawn, LaVerne.
_INNER_CAPITAL = re.compile(r"(?:Mc|Mac|La|Le|De|Di|Du|Van|Von|Fitz|Da|Al|El|Jo|Mac|Ma)[A-Z][a-z]{2,15}")


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


def _two_capitals(tokens: Tokens, first: int) -> bool:
    """Whether a capital inside the word is a name's, as in LaVerne and JunHao: a word with a capital follows it."""
    start, end = tokens.spans[first]
    word = tokens.text[start:end]
    if not tokens.titled(first + 1) or tokens.gap(first + 1) != " ":
        return False
    halves = [half.lower() for half in re.findall(r"[A-Z][a-z]+", word)]
    syllables = len(halves) == 2 and "".join(halves) == word.lower() and _SYLLABLES.issuperset(halves)
    return syllables or _INNER_CAPITAL.fullmatch(word) is not None


def word_shape(tokens: Tokens, first: int) -> bool:
    """A capital followed by small letters, not glued into an identifier or a path."""
    start, end = tokens.spans[first]
    word = tokens.text[start:end]
    if len(word) < 2 or not word[0].isupper() or not (word[1:].islower() or _two_capitals(tokens, first)):
        return False
    before = tokens.text[start - 1] if start else " "
    after = tokens.text[end : end + 1]
    if before == "/" and tokens.gap(first) == "/" and tokens.titled(first - 1):
        beside = tokens.word(first - 1)
        both = beside in GIVEN_NAMES and tokens.word(first) in GIVEN_NAMES
        before = " " if both or (beside in GIVEN_NAMES and not is_english(beside)) else "/"
    if before in "/.\\$=_" or before.isdigit() or (after and (after in "_=(" or after.isdigit())):
        return False
    follower = tokens.text[end + 1 : end + 2]
    if after == "!" and follower.isalpha():
        return False  # Fritz!Box
    if after and after in "./-:" and follower.isalnum():
        # "Rune/Platform" and "Jean-Luc" are words side by side; "Node.js" and "Fetch-wrapper" are not names.
        side_by_side = after in "/-" and follower.isupper()
        return side_by_side or (after == "-" and (honoured(tokens, first) or in_syllables(tokens, first)))
    return True


def joins(tokens: Tokens, index: int) -> bool:
    """Whether the gap before a word lets it belong to the name before: a space, a hyphen, an initial with its point, O'Brien, the end of a line."""
    gap = tokens.gap(index)
    single = tokens.spans[index - 1][1] - tokens.spans[index - 1][0] == 1
    if gap in (" ", "-") or (gap == ". " and single) or (gap == "'" and single and tokens.titled(index)):
        return True
    return _wrapped(tokens, index)


def _wrapped(tokens: Tokens, index: int) -> bool:
    """Whether a name goes on in the next line: neither word is one of the language, and no label begins the line."""
    gap, word = tokens.gap(index), tokens.word(index)
    if (
        gap[:1] != "\n"
        or gap.count("\n") > 1
        or gap.strip(" \n\t")
        or tokens.gap(index + 1)[:1] in (":", "=")
    ):
        return False
    names = word in FAMILY_NAMES or word in PARTICLES or not is_english(word)
    return names and tokens.titled(index) and word not in PRODUCTS and not is_english(tokens.word(index - 1))


def _belongs(tokens: Tokens, first: int, index: int) -> bool:
    start, end = tokens.spans[index]
    word = tokens.word(index)
    if word in PARTICLES:
        return True
    if tokens.gap(index) == "-" and not tokens.titled(index):
        return index == first + 1 and (honoured(tokens, first) or in_syllables(tokens, first))
    if word in MONTHS and word in GIVEN_NAMES and tokens.titled(index + 1) and tokens.gap(index + 1) == " ":
        return tokens.gap(index) == " "  # "Ellen Jan Visser"
    if end - start == 1 and tokens.gap(index + 1)[:2] in (".,", ".)", ".;", "."):
        return tokens.titled(index) and index == first + 1  # "Yusuf A., apologies"
    if word in COMMON or word in PRODUCTS or word in PRODUCT_AFTER or word in MONTHS or word in REGIONS:
        return _family_of_given(tokens, first, index)
    if end - start == 1:
        return tokens.titled(index) and (index == first + 1 or tokens.gap(index + 1)[:1] in (".", "'"))
    return tokens.titled(index) and (
        not tokens.text[start:end].isupper() or _in_capitals(tokens, first, index)
    )


def _family_of_given(tokens: Tokens, first: int, index: int) -> bool:
    """Whether a word that is a product or a common word too is the family name of the given name before it: "Ilka Jackson"."""
    start, end = tokens.spans[index]
    word, given = tokens.word(index), tokens.word(first)
    if tokens.gap(index) == "-":
        return index == first + 1 and in_syllables(tokens, first)
    plain = tokens.titled(index) and tokens.text[start + 1 : end].islower() and end - start > 2
    sure = index == first + 1 and given in GIVEN_NAMES and not is_english(given) and given not in PRODUCTS
    return (
        plain and sure and word not in PRODUCT_AFTER | MONTHS | REGIONS | _DAYS and tokens.gap(index) == " "
    )


def _in_capitals(tokens: Tokens, first: int, index: int) -> bool:
    """Whether a family name in capitals follows a given name: "Haruki TANABE"."""
    word = tokens.word(index)
    if len(word) < 4 or word in ABBREVIATIONS or word in PRODUCTS or is_english(word):
        return False
    return tokens.gap(index) == " " and not is_english(tokens.word(first))


def name_end(tokens: Tokens, first: int) -> int:
    """The last word of a full name that begins here: further capitalised words that mean nothing else."""
    last = first
    for index in range(first + 1, min(first + 5, len(tokens.spans))):
        if not joins(tokens, index) or not _belongs(tokens, first, index):
            break
        last = index
    while last > first and not tokens.titled(last) and tokens.gap(last) != "-":
        last -= 1
    return last
