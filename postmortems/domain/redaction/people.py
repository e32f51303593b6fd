"""People of the roster in every form: full, first, last, initials, handle, email local part, inside a path."""

from __future__ import annotations

import re
from dataclasses import replace

from postmortems.domain.redaction.acts import (
    at_work,
    elsewhere,
    intends,
    may_be_person,
    rules_verb,
    tied,
)
from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit, Person
from postmortems.domain.redaction.name_forms import Form, roster, words_of
from postmortems.domain.redaction.positions import (
    BELONGINGS,
    Tokens,
    begins_sentence,
    closing_point,
    person_acts,
    person_stands,
)
from postmortems.domain.redaction.words import (
    ABBREVIATIONS,
    BASES,
    COMMON,
    GIVEN_NAMES,
    MONTHS,
    PLACES,
    PRODUCTS,
)

_DETERMINERS = frozenset(("the", "a", "an", "each", "no", "this"))
_HOME = re.compile(r"(?:/(?:home|users|user|u)/|[~@\\]|user(?:name)?[ =:\"'`]{1,3})$")
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
    """Whether the place gives the form the proof that it needs."""
    if form.sure == "always" and len(form.words) == 1 and elsewhere(tokens, last):
        return False
    if form.sure in ("always", "exact") or _in_handle(tokens, first, last):
        return True
    if form.sure == "handle":
        # A branch or a folder: origin/thead/fix-queue.
        start, end = tokens.spans[first][0], tokens.spans[last][1]
        if (
            tokens.text[start].isupper()
            and tokens.text[end - 1].isupper()
            and tokens.text[start + 1].islower()
        ):
            return True  # "RodV": a name and the first letter of another
        return len(form.words[0]) > 4 and tokens.text[start - 1 : start] == "/" == tokens.text[end : end + 1]
    if form.sure == "initials":
        return _initials(tokens, first, last, form)
    if form.sure == "plural":
        return tokens.titled(first) and _owns(tokens, first)
    titled = all(tokens.titled(index) for index in range(first, last + 1))
    if form.sure == "titled":
        # "> ewa k: not yet" is how the person is called in chat.
        speaks = tokens.gap(last + 1)[:1] == ":" and begins_sentence(tokens, first)
        return (titled or speaks) and (len(form.words) > 1 or len(form.words[0]) < 3)
    return form.sure == "position" and (
        _speaks(tokens, first, last) or (titled and _placed(tokens, first, last))
    )


def _owns(tokens: Tokens, first: int) -> bool:
    """A possessive without its apostrophe: "Michaels idea"; a name that is a word needs something that people have behind it."""
    if tokens.gap(first + 1) != " " or tokens.titled(first + 1):
        return False
    word = tokens.word(first)
    return tokens.word(first + 1) in BELONGINGS or not (is_english(word) or is_english(word[:-1]))


def _placed(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name that is also a word, written with a capital, stands for the person here."""
    word = tokens.word(first)
    product = word in PRODUCTS and word not in PLACES
    given = word in GIVEN_NAMES and not product and word not in MONTHS
    if given and tokens.word(first - 1) not in _DETERMINERS and rules_verb(tokens, last):
        return True
    if person_stands(tokens, first, last) or intends(tokens, first, last):
        return True
    if product:
        return word in GIVEN_NAMES and (at_work(tokens, first, last) or tied(tokens, first, last))
    return person_acts(tokens, last) or may_be_person(tokens, first, last)


def _speaks(tokens: Tokens, first: int, last: int) -> bool:
    """A speaker of a chat log: "[10:02] mark: on it", "<mark> on it"."""
    before, after = tokens.gap(first), tokens.gap(last + 1)
    word = tokens.word(first)
    if after.startswith(": ") and begins_sentence(tokens, first) and word in GIVEN_NAMES:
        return word not in COMMON and word not in BASES and word not in PRODUCTS
    return (
        before.rstrip().endswith(("]", ")")) and any(c.isdigit() for c in before) and after.startswith(":")
    ) or (before.endswith("<") and after.startswith("> "))


def _initials(tokens: Tokens, first: int, last: int, form: Form) -> bool:
    start, end = tokens.spans[first][0], tokens.spans[last][1]
    written = tokens.text[start:end]
    if len(written) > 2 and written[0].isupper() and written[-1].isupper() and written[1:-1].islower():
        return True  # SdB of Sarika de Bruyn
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
    behind = tokens.gap(last + 1).strip(" ")[:1]
    ends = behind in ("\n", ",") or (not behind and last + 1 == len(tokens.spans))
    return (
        person_stands(tokens, first, last)
        or tokens.word(first - 1) == "by"
        or (ends and begins_sentence(tokens, first))
    )


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
    for part, key in whole:
        hits.extend(
            Hit(m.start(), m.end(), "person", 0.97, WHY_ROSTER, key)
            for m in re.finditer(re.escape(part), tokens.text)
        )
    return _merged(hits, tokens.text)


def _extended(tokens: Tokens, last: int, end: int, words: frozenset[str]) -> tuple[int, int]:
    """Take in what else of the person's name follows ("Ming" after "Wei"), and the point of a last initial."""
    while tokens.titled(last + 1) and tokens.gap(last + 1) in (" ", "-") and tokens.word(last + 1) in words:
        last += 1
        end = tokens.spans[last][1]
    if end == tokens.spans[last][1]:
        end += closing_point(tokens, last)
    return last, end


def _merged(hits: list[Hit], text: str) -> list[Hit]:
    """ "Ana" and "Lúcia" of one person side by side are one mention, so that no part of a name is left between."""
    merged: list[Hit] = []
    for hit in hits:
        before = merged[-1] if merged else None
        if (
            before
            and before.key == hit.key
            and text[before.end : hit.start] in (" ", "-", ". ", ".", "_", "'", ", ")
        ):
            merged[-1] = replace(before, end=hit.end)
        else:
            merged.append(hit)
    return merged
