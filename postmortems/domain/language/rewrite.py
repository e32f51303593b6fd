"""Fills a rule's suggestion from the words that were found: no word comes from anywhere else."""

from __future__ import annotations

import re

from postmortems.domain.language.verbs import base

_FIELD = re.compile(r"\{([a-z]+)(?:\|(base|fit|drop))?\}")
_SUBJECT = {"him": "he", "them": "they", "us": "we", "me": "I", "i": "I"}


def suggestion(template: str, match: re.Match[str], original: str, at: int, starts_sentence: bool) -> str:
    """The template with the matched words of `original`; "" when a word it needs was not matched.

    `at` is where the matched sentence starts in `original`.
    """
    if not template:
        return ""
    groups = match.groupdict()
    if any(not groups.get(name) for name, how in _FIELD.findall(template) if how != "fit"):
        return ""

    def word(field: re.Match[str]) -> str:
        if field[2] == "drop" or not groups.get(field[1]):
            return ""
        start, end = match.span(field[1])
        text = " ".join(original[at + start : at + end].split())
        if field[2] == "base":
            return base(text.lower())
        if field[2] == "fit":
            return "an " if groups["next"][0] in "aeiou" else "a "
        return _SUBJECT.get(text.lower(), text) if field[1] == "who" else text

    filled = _FIELD.sub(word, template)
    return filled[:1].upper() + filled[1:] if starts_sentence else filled
