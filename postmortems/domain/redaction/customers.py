"""Customers that are on no list, by their place: "Bluegum Dental and 14 other practices", "the customer Harrow & Tye"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import Tokens, at, at_words
from postmortems.domain.redaction.words import ABBREVIATIONS, COMMON, MONTHS, PRODUCTS, section

_DAYS = section("days")
_CUSTOMERS = r"(?:customers?|clients?|tenants?|subscribers?|merchants?|patrons?|practices?|schools?|clinics?|firms?|companies|organi[sz]ations?|accounts?|stores?|hotels?|retailers?|partners?|municipalities|banks?|hospitals?|insurers?|resellers?)"
_NAME = r"[A-Z][\w'’.-]{0,30}(?: (?:& |and |of |for |de |van )?[A-Z][\w'’.-]{0,30}){0,4}"
_AND_OTHERS = re.compile(
    rf"(?:^|[:(,.] ?|\b(?:for|at|by|from|with|including|only|affected|hit|notified|told) )((?:{_NAME}, ){{0,5}}{_NAME}),? (?:and|plus|as well as) (?:\d{{1,4}}|two|three|four|five|six|seven|eight|nine|ten|several|some|a few|a dozen) (?:other|more|further|smaller)\b(?: \w+)? ?{_CUSTOMERS}"
)
_OTHERS = frozenset(("other", "more", "further", "smaller"))
_COUNTED = re.compile(r"\b(?:and|plus|as) (?:\w+|a few|a dozen) $")
_CALLED = re.compile(
    rf"(?:[Cc]ustomer|[Cc]lient|[Tt]enant|merchant|subscriber|reseller)s?(?: (?:called |named |affected: |impacted: |\()?|, (?=[^,.\n]{{3,60}},))[\"“]?((?:{_NAME}, ){{0,5}}{_NAME})"
)
_WORDS = frozenset(("customer", "customers", "client", "clients", "tenant", "tenants", "merchant", "merchants", "subscriber", "subscribers", "reseller", "resellers"))  # fmt: skip
_LED = re.compile(r"(?:Only|Just|Also|Both|Mainly|Mostly|Even) ")
_LISTED = re.compile(
    rf"(?:customers|clients|tenants|merchants|kunden|clientes)(?:(?: [^:\n.]{{1,30}})?:| such as| like| including) ((?:{_NAME}(?: \([^()\n]{{1,40}}\))?(?:,? and |, | & )?){{1,8}})"
)
_LEGAL = re.compile(rf"({_NAME}) (?:LLC|Inc|Ltd|GmbH|AG|Pty|BV|B\.V|SARL|Oy|ApS|PLC|Corp)\b")
_BRACKETS = re.compile(r"\([^()\n]*\)|,| and ")
_PIECE = re.compile(r"[^,]+")
WHY = "This looks like the name of a customer."


def _firm(name: str, *, sure: bool) -> bool:
    """Whether a name with capitals can be a firm's: no product, no month; one word of no dictionary where the place proves little."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]{2,}", name)]
    if not words or any(word in PRODUCTS or word in MONTHS or word in _DAYS for word in words):
        return False
    if sure:
        return not all(word in COMMON for word in words)
    if words[0] in ABBREVIATIONS or name.isupper():
        return False
    return any(not is_english(word) for word in words)


def _names(text: str, start: int, end: int, *, sure: bool) -> Iterator[Hit]:
    for piece in _PIECE.finditer(text, start, end):
        name = piece.group().strip().partition(". ")[0].rstrip(".")
        lead = _LED.match(name)
        name = name[lead.end() :] if lead else name
        if _firm(name, sure=sure):
            at = piece.start() + piece.group().index(name)
            yield Hit(at, at + len(name), "customer", 0.6, WHY, "customer:" + name.lower())


def _beside_others(tokens: Tokens) -> Iterator[Hit]:
    """ "Bluegum Dental and 14 other practices"."""
    text = tokens.text
    for index in at(tokens, _OTHERS):
        start, end = tokens.spans[index]
        if _COUNTED.search(text, max(0, start - 32), start):
            for match in _AND_OTHERS.finditer(text, max(0, start - 300), end + 40):
                yield from _names(text, *match.span(1), sure=True)


def _listed(tokens: Tokens) -> Iterator[Hit]:
    """ "Affected customers: Metzgerei Huber GmbH (3 tills) and Bäckerei Knoll"."""
    text = tokens.text
    for match in at_words(tokens, _WORDS, _LISTED):
        past = match.start(1)
        for border in (*_BRACKETS.finditer(text, *match.span(1)), None):
            stop = border.start() if border else match.end(1)
            yield from _names(text, past, stop, sure=True)
            past = border.end() if border else stop


def find_customers(tokens: Tokens) -> Iterator[Hit]:
    """Names that stand where only a customer does."""
    text = tokens.text
    yield from _beside_others(tokens)
    if _WORDS.isdisjoint(tokens.places):
        return
    yield from _listed(tokens)
    for match in _LEGAL.finditer(text):
        yield Hit(*match.span(), "customer", 0.6, WHY, "customer:" + match.group(1).lower())
    for match in at_words(tokens, _WORDS, _CALLED):
        quoted = text[match.start(1) - 1] in '"“'
        if text[match.start()].islower() or quoted:
            yield from _names(text, *match.span(1), sure=quoted)
