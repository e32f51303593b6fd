"""Finds sums of money and figures of capacity that only the house knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.findings import Hit

_UNIT = r"(?:(?i:k|m|mn|bn|mio\.?|millions?|thousand|billions?|mrd\.?|tsd\.?)|Millionen|Milliarden|millones|miljoen|milj\.)"
_CURRENCY = (
    r"(?:[$\u20ac\u00a3\u00a5\u20b9]|(?:US|CA|AU|NZ)\$|USD|EUR|GBP|CHF|SEK|NOK|DKK|JPY|INR|AUD|CAD|PLN|BRL)"
)
_NUMBER = r"\d{1,3}(?:[,. ' ]\d{3}){0,4}(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_SUM = rf"(?:{_CURRENCY}\s?(?:{_NUMBER})(?:\s?{_UNIT}(?!\w))?|\b(?:\d{{1,4}}\s?[-–]\s?)?(?:{_NUMBER})(?:\s?{_UNIT})?\s?(?:dollars|[Ee]uros?|pounds|{_CURRENCY})(?!\w))"
_ABOUT_MONEY = (
    r"contracts?|deals?|ARR|MRR|revenue|renewals?|accounts?|budgets?|invoices?|bills?|billed|spend(?:ing)?|spent|costs?|losse?s?|lost|"
    r"refund(?:s|ed)?|credit(?:s|ed)?|penalt(?:y|ies)|fine[sd]?|worth|sales|turnover|GMV|payroll|salar(?:y|ies)|margin|orders?|"
    r"transactions?|payments?|payouts?|claims?|damages?"
)
_PRICE = re.compile(r" ?(?:/|per |an? )(?:mo(?:nth)?|year|user|seat|node|hour|GB)\b")
_IN_THOUSANDS = re.compile(rf"\d\s?{_UNIT}(?!\w)")
_SUMS = re.compile(_SUM)
_BUSINESS = re.compile(rf"\b(?:{_ABOUT_MONEY})\b", re.I)
# Looking for the rare sign first is far cheaper than trying every number of a long text.
_SIGNS = "$\u20ac\u00a3\u00a5\u20b9"
_SIGNED = re.compile(rf"[{_SIGNS}]\s?\d|\d\s?[{_SIGNS[1:]}]")
_MONEY = ("USD", "EUR", "GBP", "CHF", "SEK", "NOK", "DKK", "JPY", "INR", "AUD", "CAD", "PLN", "BRL", "dollars", "euro", "Euro", "pounds")  # fmt: skip
_MUCH = (
    r"\d[\d,.]*\s?(?:k|m)?\s?(?:[GT]bit/s|[GTM]bps|rps|qps|tps|iops|req(?:uest)?s?/s(?:ec)?|requests? (?:per|a) second|"
    r"messages? (?:per|a) second|transactions? (?:per|a) second|TB|PB|TiB|PiB|racks|servers|GPUs|cores|vCPUs|ACUs)\b"
)
_OF_HOUSE = (
    r"(?:capacity|headroom|fleet|total throughput|maximum throughput|peak throughput|provisioned|reserved)"
)
_CAPACITY = re.compile(
    rf"\b{_OF_HOUSE}\b[^\n.;%]{{0,30}}?({_MUCH})|({_MUCH})(?= of (?:\w+ ){{0,3}}{_OF_HOUSE}\b)", re.I
)
WHY_MONEY = "A sum of money that is not public stands here."
WHY_CAPACITY = "A figure of our capacity stands here; together such figures are a map for an attacker."


def _business_near(text: str, start: int, end: int) -> bool:
    """Whether a word of business stands within forty characters on the same line and in the same sentence."""
    before = re.split(r"[\n;]|\. ", text[max(0, start - 40) : start])[-1]
    after = re.split(r"[\n;]|\. ", text[end : end + 40])[0]
    return _BUSINESS.search(before) is not None or _BUSINESS.search(after) is not None


def _large(written: str) -> bool:
    """Whether a sum has four digits or more, or a unit such as "k": prices of shops are smaller."""
    return (
        sum(char.isdigit() for char in written.partition(".")[0]) > 3
        or _IN_THOUSANDS.search(written) is not None
    )


def _has_money(text: str) -> bool:
    signed = any(sign in text for sign in _SIGNS) and _SIGNED.search(text) is not None
    return signed or any(word in text for word in _MONEY)


def find_figures(text: str, lower: str) -> Iterator[Hit]:
    """Sums beside words of business ("a contract worth \u20ac 40k"), and capacities beside words of planning."""
    for match in _SUMS.finditer(text) if _has_money(text) else ():
        if _PRICE.match(text, match.end()):
            continue
        if _large(match.group()) or _business_near(text, *match.span()):
            yield Hit(match.start(), match.end(), "internal-ref", 0.7, WHY_MONEY, "figure:money")
    if any(
        word in lower for word in ("capacity", "headroom", "fleet", "throughput", "provisioned", "reserved")
    ):
        for match in _CAPACITY.finditer(text):
            group = 1 if match.group(1) else 2
            yield Hit(
                match.start(group), match.end(group), "internal-ref", 0.6, WHY_CAPACITY, "figure:capacity"
            )
