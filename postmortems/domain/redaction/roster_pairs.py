"""Given and family name side by side, or a name and the letter of another: "deniz.y", "c.eze", "chase_rivera"; not "the new field drew an error"."""

from __future__ import annotations

from postmortems.domain.redaction.english import means_something
from postmortems.domain.redaction.name_forms import Form
from postmortems.domain.redaction.positions import Tokens, begins_sentence
from postmortems.domain.redaction.roster_small import account_stands
from postmortems.domain.redaction.words import BASES, FAMILY_NAMES, GIVEN_NAMES, section

_DETERMINERS = frozenset(("the", "a", "an", "each", "no", "this"))
_NAMES = GIVEN_NAMES | FAMILY_NAMES
_BESIDE_PEOPLE = section("beside_people")
_ORDERS = (
    BASES
    | section("function_words")
    | frozenset(("will", "may", "can", "grant", "hope", "skip", "mark", "chase", "long", "max", "art"))
)


def in_capitals(tokens: Tokens, first: int, last: int) -> bool:
    """Whether every word begins with a capital."""
    return all(tokens.titled(index) for index in range(first, last + 1))


def titled(tokens: Tokens, first: int, last: int, form: Form) -> bool:
    """The proof for names of several words of which each may be a word of the language."""
    # "> ewa k: not yet" is how the person is called in chat.
    speaks = tokens.gap(last + 1)[:1] == ":" and begins_sentence(tokens, first)
    if len(form.words) < 2:
        return (in_capitals(tokens, first, last) or speaks) and len(form.words[0]) < 3
    if _with_letter(tokens, first, last, form):
        return True
    if not tokens.titled(first) and _words_alone(tokens, first, last, form):
        return account_stands(tokens, first, last) or speaks
    order = form.words[0] in _ORDERS and form.words[-1] not in _NAMES and means_something(form.words[-1])
    if len(form.words[-1]) > 1 and (order or tokens.word(first - 1) in _DETERMINERS):
        shouted = tokens.text[tokens.spans[first][0] : tokens.spans[last][1]].isupper()
        if shouted and tokens.gap(last) == "_":
            return account_stands(tokens, first, last)  # MAX_POWER=9000
        if tokens.gap(last) in (".", "_") or (
            account_stands(tokens, first, first) and tokens.gap(last) == "-"
        ):
            return True  # chase_rivera
        capitals = tokens.text[tokens.spans[first][0] : tokens.spans[last][1]].isupper()
        return not capitals and in_capitals(tokens, first, last)  # GRANT READ, "will page"
    return len(form.words[-1]) > 1 < len(form.words[0]) or in_capitals(tokens, first, last) or speaks


def _with_letter(tokens: Tokens, first: int, last: int, form: Form) -> bool:
    """ "deniz.y" and "c.eze", in small letters."""
    if len(form.words) > 2 and len(form.words[0]) == 1 and tokens.gap(first + 1) == ".":
        return not all(map(means_something, form.words[1:]))  # p.okonjo-baker
    if len(form.words) != 2 or tokens.titled(last) or tokens.gap(last) not in (".", "_"):
        return False
    start, end = tokens.spans[first][0], tokens.spans[last][1]
    after = tokens.text[end : end + 1]
    if len(form.words[1]) == 1:
        return len(form.words[0]) > 2 and form.words[0] not in _ORDERS and after not in ("(", "/", "-")
    around = tokens.text[max(0, start - 1) : start] + after.strip(".")
    return (
        len(form.words[0]) == 1 and tokens.gap(last) == "." and not any(char in "./(=_-" for char in around)
    )


def _words_alone(tokens: Tokens, first: int, last: int, form: Form) -> bool:
    """Whether small letters are the words that the names also are: "the new field drew an error", "violet, gray, olive"."""
    if not all(map(means_something, form.words)) or min(map(len, form.words)) < 2:
        return False
    if "," in tokens.gap(last):
        return True
    led = begins_sentence(tokens, first) or tokens.word(first - 1) in _BESIDE_PEOPLE
    return tokens.gap(last) == " " and (
        form.words[0] in _ORDERS or form.words[0] not in GIVEN_NAMES or not led
    )
