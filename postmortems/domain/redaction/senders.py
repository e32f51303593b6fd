"""Who stands before an address or under a text: "morvella <mail@example.org>", "jo koper jo.koper at example.org", "• morvella77"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.accounts import may_be
from postmortems.domain.redaction.chat import handle_hit
from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import Tokens

# "<" and "@" are rare, so each look goes back from them.
_BRACKET = re.compile(r" <(?=[\w.+-]{1,64}@[\w-]{1,60}\.)")
_NICK = re.compile(r"(?<![\w@./:-])([A-Za-z][\w-]{2,24})$")
_AT = re.compile(r"@| at | ?[\[(]at[\])]")
_ADDRESS = re.compile(r"[<(]?([a-z]{2,20})[._]([a-z]{2,20})\d{0,3}$", re.I)
_TWO_WORDS = re.compile(r"(?<![\w.@-])([^\W\d_]{2,20}) ([^\W\d_]{2,20})[ ,:]{1,2}$")
# A line at the end that holds nothing but a name with figures: whoever wrote what stands above.
_SIGNED = re.compile(r"\n[ \t]{0,8}(?:[-–—•~]{1,2}|by) ?([a-z]{4,20}\d{2,4})[ \t.]*$")
WHY = "The name of a person stands before an address."


def find_senders(tokens: Tokens) -> Iterator[Hit]:
    """Nicknames and names that an address behind them gives away."""
    text = tokens.text
    for bracket in _BRACKET.finditer(text) if " <" in text else ():
        nick = _NICK.search(text, max(0, bracket.start() - 26), bracket.start())
        if nick and may_be(nick.group(1)) and not is_english(nick.group(1).lower()):
            yield handle_hit(nick.start(1), nick.group(1), 0.75)
    signed = _SIGNED.search(text.rstrip(), max(0, len(text) - 60))
    if signed and may_be(signed.group(1)):
        yield handle_hit(signed.start(1), signed.group(1), 0.7)
    for sign in _AT.finditer(text):
        address = _ADDRESS.search(text, max(0, sign.start() - 45), sign.start())
        name = address and _TWO_WORDS.search(text, max(0, address.start() - 44), address.start())
        if (
            address
            and name
            and [part.lower() for part in name.groups()] == [part.lower() for part in address.groups()]
        ):
            key = "stranger:" + name.group(2).lower()
            yield Hit(name.start(1), name.end(2), "person", 0.85, WHY, key)
