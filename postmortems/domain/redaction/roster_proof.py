"""How much the place of a word proves that a form of a roster name is meant: people with names that are words need more."""

from __future__ import annotations

from postmortems.domain.redaction.acts import (
    alone,
    at_work,
    elsewhere,
    has_done,
    intends,
    may_be_person,
    numbered,
    rules_verb,
    saying,
    tied,
)
from postmortems.domain.redaction.chat import ANSWER
from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.name_forms import Form
from postmortems.domain.redaction.positions import (
    BELONGINGS,
    Tokens,
    begins_sentence,
    person_acts,
    person_stands,
)
from postmortems.domain.redaction.roster_pairs import in_capitals, titled
from postmortems.domain.redaction.roster_place import common_here, shouted_or_measured
from postmortems.domain.redaction.roster_small import account_stands, person_in_small
from postmortems.domain.redaction.words import (
    ABBREVIATIONS,
    BASES,
    COMMON,
    GIVEN_NAMES,
    MONTHS,
    PLACES,
    PRODUCTS,
    section,
)

_DETERMINERS = frozenset(("the", "a", "an", "each", "no", "this"))
_LABELS = section("label_words") | section("duty_labels")


def proved(tokens: Tokens, first: int, last: int, form: Form) -> bool:
    """Whether the place gives the form the proof that it needs."""
    if len(form.words) == 1 and (saying(tokens, first, last) or numbered(tokens, last)):
        return False
    if len(form.words) == 1 and form.sure != "exact" and _versioned(tokens, last):
        return account_stands(tokens, first, last)
    tied_words = len(form.words) == 1 or (len(form.words) == 2 and tokens.gap(last) == "-")
    if form.sure == "always" and tied_words and elsewhere(tokens, last):
        return False
    if form.sure in ("always", "exact"):
        return True
    return _PROOFS[form.sure](tokens, first, last, form) or account_stands(tokens, first, last)


def _of_handle(tokens: Tokens, first: int, last: int, form: Form) -> bool:
    """ "IlkaM", a name and the first letter of another; a branch or a folder: origin/thead/fix-queue."""
    start, end = tokens.spans[first][0], tokens.spans[last][1]
    text = tokens.text
    if text[start].isupper() and text[end - 1].isupper() and text[start + 1].islower():
        return True
    if _speaks(tokens, first, last):
        return True
    return len(form.words[0]) > 4 and text[start - 1 : start] == "/" == text[end : end + 1]


def _capital(tokens: Tokens, first: int, last: int, _: Form) -> bool:
    after = tokens.word(last + 1)
    led = tokens.word(first - 1) in _DETERMINERS and "," not in tokens.gap(first)
    if led and tokens.gap(last + 1) == " " and is_english(after):
        # "The Christian holiday": an adjective, unless something is said of the person.
        return tokens.titled(first) and (rules_verb(tokens, last) or person_stands(tokens, first, last))
    return tokens.titled(first) or _speaks(tokens, first, last) or person_in_small(tokens, first, last)


def _plural(tokens: Tokens, first: int, _: int, __: Form) -> bool:
    return tokens.titled(first) and _owns(tokens, first)


def _position(tokens: Tokens, first: int, last: int, _: Form) -> bool:
    if _speaks(tokens, first, last):
        return True
    if in_capitals(tokens, first, last):
        if shouted_or_measured(tokens, first, last):
            return False
        return _placed(tokens, first, last) or not common_here(tokens, first, last)
    return person_in_small(tokens, first, last)


def _versioned(tokens: Tokens, last: int) -> bool:
    """Whether a number is glued to a word in capitals: BLAKE2b, MARK4."""
    start, end = tokens.spans[last]
    return tokens.text[start:end].isupper() and tokens.text[end : end + 1].isdigit()


def _owns(tokens: Tokens, first: int) -> bool:
    """A possessive without its apostrophe: "Ilkas idea"; a name that is a word needs something that people have behind it."""
    if tokens.gap(first + 1) != " " or tokens.titled(first + 1):
        return False
    word = tokens.word(first)
    return tokens.word(first + 1) in BELONGINGS or not (is_english(word) or is_english(word[:-1]))


def _placed(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name that is also a word, written with a capital, stands for the person here."""
    word = tokens.word(first)
    if tokens.gap(last + 1) == "-" and tokens.titled(last + 1):
        return False  # Max-Age
    if _labelled(tokens, first, last):
        return True
    product = word in PRODUCTS and word not in PLACES
    given = word in GIVEN_NAMES and not product and word not in MONTHS
    if given and tokens.word(first - 1) not in _DETERMINERS and rules_verb(tokens, last):
        return True
    if person_stands(tokens, first, last) or intends(tokens, first, last):
        return True
    if has_done(tokens, first, last) and not product:
        return True
    if word in GIVEN_NAMES and alone(tokens, first, last):
        return True
    if product:
        return word in GIVEN_NAMES and (
            at_work(tokens, first, last) or tied(tokens, first, last) or has_done(tokens, first, last)
        )
    return person_acts(tokens, last) or may_be_person(tokens, first, last)


def _labelled(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a label for people stands before the word and nothing behind it: "Paged: Will. Secondary: Max."."""
    behind = tokens.gap(last + 1).strip(" ")[:1]
    return (
        tokens.gap(first).strip(" *_") == ":"
        and tokens.word(first - 1) in _LABELS
        and (not behind or behind in ".,;\n(|")
        and (bool(behind) or last + 1 == len(tokens.spans))
    )


def _speaks(tokens: Tokens, first: int, last: int) -> bool:
    """A speaker of a chat log: "[10:02] mark: on it", "<mark> on it"."""
    before, after = tokens.gap(first), tokens.gap(last + 1)
    word = tokens.word(first)
    if begins_sentence(tokens, first) and ANSWER.match(tokens.text, tokens.spans[last][1]):
        return True  # "- Head: on it"
    if after.startswith(": ") and begins_sentence(tokens, first) and word in GIVEN_NAMES:
        return word not in COMMON and word not in BASES and word not in PRODUCTS
    return (
        before.rstrip().endswith(("]", ")")) and any(c.isdigit() for c in before) and after.startswith(":")
    ) or (before.endswith("<") and after.startswith("> "))


def _initials(tokens: Tokens, first: int, last: int, form: Form) -> bool:
    start, end = tokens.spans[first][0], tokens.spans[last][1]
    written = tokens.text[start:end]
    if len(written) > 2 and written[0].isupper() and written[-1].isupper() and not written.isupper():
        return True  # PvH of Philippa van Houten
    if not written.isupper() or (len(form.words) > 1 and not (written.count(".") and " " not in written)):
        return False
    if len(form.words) > 1:
        return True
    # "the AE", "an AE": the letters are short for something else.
    thing = tokens.word(first - 1) in _DETERMINERS and tokens.gap(first) == " "
    if len(written) < 2 or thing or _in_identifier(tokens, first):
        return False
    if form.words[0] not in ABBREVIATIONS and form.words[0] not in COMMON:
        return True
    if _in_row(tokens, first, -1) or _in_row(tokens, first, 1) or _speaks(tokens, first, last):
        return True
    if intends(tokens, first, last) or (alone(tokens, first, last) and "|" in tokens.gap(first)):
        return True
    behind = tokens.gap(last + 1).strip(" ")[:1]
    ends = behind in ("\n", ",") or (not behind and last + 1 == len(tokens.spans))
    return (
        person_stands(tokens, first, last)
        or tokens.word(first - 1) == "by"
        or (ends and begins_sentence(tokens, first))
    )


def _in_identifier(tokens: Tokens, first: int) -> bool:
    """Whether digits or signs are tied to the letters: "KB-17", "10MB"; a stroke beside a given name ties two people."""
    start, end = tokens.spans[first]
    around = tokens.text[max(0, start - 1) : start] + tokens.text[end : end + 1]
    if any(map(str.isdigit, around)):
        return True
    if around[:1] == "/" and tokens.titled(first - 1) and tokens.word(first - 1) in GIVEN_NAMES:
        around = around[1:]
    return any(char in "-_/.=#$" for char in around.replace(".", "", around.endswith(".")))


def _in_row(tokens: Tokens, first: int, step: int) -> bool:
    """Whether initials stand beside other pairs of capitals: "RF, PW, AN, EC"."""
    beside, gap = first + step, tokens.gap(max(first, first + step))
    if not 0 <= beside < len(tokens.spans) or gap.strip() not in (",", "/", "&", "+"):
        return False
    start, end = tokens.spans[beside]
    return (
        1 < end - start < 4 and tokens.text[start:end].isupper() and tokens.word(beside) not in ABBREVIATIONS
    )


_PROOFS = {
    "capital": _capital,
    "titled": titled,
    "position": _position,
    "plural": _plural,
    "handle": _of_handle,
    "initials": _initials,
}
