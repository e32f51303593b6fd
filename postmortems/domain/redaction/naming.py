"""Whether words with capitals are a person: which lists know them, and where they stand."""

from __future__ import annotations

import re

from postmortems.domain.redaction.acts import (
    did_by_hand,
    elsewhere,
    has_done,
    intends,
    intends_errand,
    saying,
)
from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.name_shape import PARTICLES, PRODUCT_AFTER, honoured, in_syllables, joins
from postmortems.domain.redaction.positions import (
    BROUGHT,
    Tokens,
    begins_sentence,
    person_acts,
    person_stands,
)
from postmortems.domain.redaction.words import (
    AMBIGUOUS,
    COMMON,
    DEEDS,
    FAMILY_NAMES,
    HOST_NAMES,
    MONTHS,
    PLACES,
    PRODUCTS,
    SPEECH,
    is_word,
    section,
)

_FUNCTION = section("name_functions")
_DAYS = section("days")
_NO_PEOPLE = section("no_people")
_PLACES = section("place_heads")
# Articles and the like of other languages, which begin sentences: "Der Drucker".
_FOREIGN = section("foreign_words")
_PARTS_OF = frozenset(("parts", "north", "south", "east", "west", "most", "areas", "region", "province", "districts", "outskirts", "city", "town", "municipality", "suburbs", "centre", "center"))  # fmt: skip
_BUILT_AFTER = frozenset(("turbine", "turbines", "engine", "code", "filter", "filters", "tree", "trees", "clock", "clocks", "distribution", "curve", "cipher", "algorithm", "cycle", "units", "stores", "office", "region", "site", "effect", "principle", "transform", "diagram", "chart", "plot", "test", "number", "numbers"))  # fmt: skip
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
    "ing", "tion", "sion", "ment", "ness", "ity", "ers", "ors", "ly", "ists", "ians", "ble", "ous", "ware", "base", "bot", "ops", "com", "fone", "soft", "corp", "bank",
)  # fmt: skip


def known(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a listed given name stands for a person here."""
    word = tokens.word(first)
    if tokens.gap(last + 1) == " " and tokens.word(last + 1) in PRODUCT_AFTER:
        return False
    if (
        word in _FUNCTION
        or elsewhere(tokens, last)
        or elsewhere(tokens, first)
        or _of_nobody(tokens, first, last)
    ):
        return False
    if _of_country(tokens, first, last):
        return False
    other = word in PRODUCTS or word in COMMON
    if word not in AMBIGUOUS and not other:
        return True
    # "Mark Olsen" is a person, "Mark Jobs" need not be.
    family = tokens.word(last)
    if (
        last > first
        and (word not in PRODUCTS or (word in PLACES and not is_english(family)))
        and family not in AMBIGUOUS | SPEECH | DEEDS
        and not begins_with_verb(tokens, first)
        and not (tokens.gap(last) == "-" and is_english(family))
    ):
        return True
    if person_stands(tokens, first, last) or intends_errand(tokens, first, last):
        return True
    if (
        word not in PRODUCTS
        and word not in MONTHS
        and (intends(tokens, first, last) or has_done(tokens, first, last))
    ):
        return True
    return not other and word not in HOST_NAMES and person_acts(tokens, last) and _own_subject(tokens, first)


def _of_country(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the name is a town's, or a river's ("the Trent")."""
    if tokens.gap(last + 1) == " " and tokens.word(last + 1) in _BUILT_AFTER and not tokens.titled(last + 1):
        return True  # Francis turbine
    river = tokens.word(first - 1) == "the" and last == first and not person_stands(tokens, first, last)
    return river or tokens.word(first - 1) in _PLACES or _in_town(tokens, first, last)


def _is_day(tokens: Tokens, first: int) -> bool:
    """Whether a name is the day of the week or a town: "on Thu, 2001-02-08", "near Reno"."""
    near = tokens.word(first - 1) == "near" and tokens.gap(first) == " "
    labelled = ":" in tokens.gap(first)
    return near or (tokens.word(first) in _DAYS and (labelled or not person_stands(tokens, first, first)))


def _in_town(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a single name stands where a town does: "latency in Bergen rose"; not "pulled in Ilka", "in Ilka's view"."""
    if (
        tokens.word(first - 1) == "and"
        and tokens.titled(first - 2)
        and tokens.word(first - 3) in ("in", "near", "of")
    ):
        return _in_town(tokens, first - 2, first - 2)
    parted = tokens.word(first - 1) == "of" and tokens.word(first - 2) in _PARTS_OF
    if parted and last == first and tokens.gap(first) == " ":
        return tokens.gap(last + 1)[:1] != "'"
    if last > first or tokens.word(first - 1) not in ("in", "near", "around") or tokens.gap(first) != " ":
        return False
    before = tokens.word(first - 2)
    brought = before in DEEDS or before in SPEECH or before.endswith(("ed", "ing")) or before in BROUGHT
    return not brought and tokens.gap(last + 1)[:1] != "'"


def _of_nobody(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words are a saying or a stand-in: "Murphy's law", "John Doe"."""
    if tokens.word(first) in _DAYS and tokens.word(last) in _DAYS and last > first:
        return True  # Mon-Fri
    if saying(tokens, first, last) or (last == first and _is_day(tokens, first)):
        return True
    pairs = (first, first + 1), (first - 1, first)
    return any(f"{tokens.word(left)}+{tokens.word(right)}" in _NO_PEOPLE for left, right in pairs)


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
    if word in _FOREIGN:
        return False
    days = word in _DAYS and (last == first or tokens.word(last) in _DAYS)  # Mon-Fri
    if days or word in MONTHS or tokens.word(first - 1) in ("the", "a", "an", "this", "each"):
        return False
    if is_english(word):
        # "reported by Stone Okwuosa": the family name is none of the language.
        if last == first or word in COMMON or word in _FUNCTION:
            return False
        return not is_english(tokens.word(last)) and person_stands(tokens, first, last)
    if honoured(tokens, first) or _whole_name(tokens, first, last):
        return True
    if in_syllables(tokens, first):
        return last > first + 1 or person_stands(tokens, first, last) or person_acts(tokens, last)
    return len(word) > 2 and _in_place(tokens, first, last)


def _in_place(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a single unknown word stands where only a person does."""
    word = tokens.word(first)
    # "Employee Compromise" in a title: a role with a capital in front proves nothing.
    if tokens.titled(first - 1) and tokens.gap(first) == " " and not begins_sentence(tokens, first - 1):
        return False
    if tokens.word(first - 1) in _PLACES:
        return False
    if word.endswith(_NOT_NAME_ENDS) and not (word.endswith("ing") and tokens.word(last + 1) == "to"):
        return False
    if person_stands(tokens, first, last) or _told_of(tokens, last) or did_by_hand(tokens, first, last):
        return True
    return tokens.word(last + 1) != "to" and intends(tokens, first, last)


def _told_of(tokens: Tokens, last: int) -> bool:
    """Whether the next sentence goes on with "he" or "she": "…, that Gottox was available. He was the only one"."""
    if tokens.word(last + 1) not in _BEING or tokens.gap(last + 1) != " ":
        return False
    end = tokens.spans[last][1]
    return _PRONOUN.match(tokens.text, end, end + 100) is not None


def _whole_name(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words are a full name by themselves: a known family name, a particle in the middle, two unknown words."""
    if tokens.word(first) in _PLACES:
        return False  # Sao Paulo, Porto Alegre
    if last > first + 1 and tokens.word(first + 1) in PARTICLES:
        return True
    return _of_family(tokens, first, last) or _strange_pair(tokens, first, last)


def _strange_pair(tokens: Tokens, first: int, last: int) -> bool:
    """Whether two or three words with capitals that no dictionary holds stand side by side: "Ticiana Okwuosa"."""
    words = [tokens.word(index) for index in (first, last)]
    if last == first or not all(map(_strange, words)) or not joins(tokens, first + 1):
        return False
    if words[1] in HOST_NAMES:
        return False
    return not (
        tokens.gap(last + 1) == " " and (tokens.word(last + 1) in PRODUCT_AFTER or tokens.titled(last + 1))
    )


def _strange(word: str) -> bool:
    """Whether a word can only be a name: no dictionary, no product, no place, and no ending of firms and programs."""
    return len(word) > 2 and not word.endswith(_OF_FIRMS) and not is_english(word)


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
