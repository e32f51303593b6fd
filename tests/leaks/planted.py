"""Incidents with planted people, words of the lists, addresses and secrets, and clean sentences beside them."""

from __future__ import annotations

import html
import random
import re
from urllib.parse import unquote

FIRST = [
    "Marguerite",
    "Thandeka",
    "Bjørn",
    "Przemysław",
    "Siobhán",
    "Aurelio",
    "Ngozi",
    "Yevgeniya",
    "Kwabena",
]
LAST = [
    "Okonkwo",
    "Lindqvist",
    "Abernathy",
    "Szczepański",
    "O'Driscoll",
    "Vandenberghe",
    "Mbeki-Jones",
    "Quintanilla",
]
HANDLES = ["mokonkwo", "thandi_l", "bjorn.dev", "pszcz", "sio-driscoll", "avdb99", "ngozimj", "yevquint"]
CUSTOMERS = ["Globex Corporation", "Initech", "Hooli Freight", "Umbrella & Sons", "Soylent-Foods"]
WORDS = ["kestrel-db-07", "project-heron", "ospreyd", "finch_cache"]
DOMAINS = ["corp.kestrel.test", "heron.internal"]
# Put together here, so that no scanner of repositories takes them for real ones.
SECRETS = [
    "AKIA" + "Q3EGRZ7TNB4XWPLD",
    "ghp_" + "a8Kq2LmX0vRt5YbN7cPd3JfHs6WzUe1GiOT9",
    "xoxb-" + "284719305582-593817264410-Zk3vQ8mTn2LbXr7YwPdC5JhS",
    "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
]
ADDRESSES = ["10.42.17.203", "192.168.77.14", "fd12:3456:789a::4f2"]
MAILS = ["marguerite.okonkwo@kestrel.test", "oncall+night@heron.internal"]
SENTENCES = [
    "{person} saw that {host} refused uploads.",
    "Then {handle} restarted {host}, and **{person}** agreed.",
    "@{handle} wrote to {mail} about {customer}.",
    "{customer}'s uploads were refused for an hour; {first} called them.",
    "The dashboard https://grafana.{domain}/d/abc?var-host={host} was red.",
    "[The log of {host}](https://logs.{domain}/{handle}) names {address}.",
    "The token `{secret}` was valid for a day.",
    "```\ncurl -H 'Authorization: Bearer {secret}' http://{address}:8080/\n```",
    "| Who | Where |\n| --- | --- |\n| {person} | {host} |\n| {handle} | {address} |",
    "![{person} at the screen of {host}](/postmortems/1/images/abc/)",
    "> {first}: is {customer} back?\n>\n> {handle}: yes",
    "- {first} and {person} shared one terminal on {host}",
    "Between {address} and {host}.{domain} nothing was lost.",
    "{person}’s page, and {person}, who was on call ({handle}).",
    "See ssh://{handle}@{host}.{domain}/srv and mailto:{mail}.",
    "Everything was measured again by {person_upper}.",
]  # fmt: skip


# Nothing of these may go: they hold no name and no figure, and each is marked with a word of its own.
CLEAN = [
    "Uploads were refused while the disk was full, mark {mark}.",
    "Nothing that was stored before was lost, mark {mark}.",
    "The queue kept every message and delivered it later, mark {mark}.",
    "People saw an error page and could try again, mark {mark}.",
    "Downloads went on as usual, mark {mark}.",
]


class Planted:
    """One incident's people and things, and the strings that would give them away."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.random = random.Random(number)
        pick = self.random.sample
        self.people = [
            (f"{first} {last}", handle)
            for first, last, handle in zip(pick(FIRST, 3), pick(LAST, 3), pick(HANDLES, 3), strict=True)
        ]

    def sentence(self) -> str:
        """A sentence with some of it in."""
        choose = self.random.choice
        name, handle = choose(self.people)
        return choose(SENTENCES).format(
            person=name,
            person_upper=name.upper(),
            first=name.split()[0],
            handle=handle,
            host=choose(WORDS),
            customer=choose(CUSTOMERS),
            domain=choose(DOMAINS),
            secret=choose(SECRETS),
            address=choose(ADDRESSES),
            mail=choose(MAILS),
        )

    def text(self, most: int = 4) -> str:
        """Some sentences."""
        return "\n\n".join(self.sentence() for _ in range(self.random.randint(1, most)))

    @property
    def clean(self) -> list[str]:
        """Sentences that have to arrive as they are; the mark is letters alone, as a number would be asked about."""
        letters = "".join(chr(97 + int(digit)) for digit in f"{self.number:04d}")
        return [text.format(mark=f"zy{letters}{place}x") for place, text in zip("pqrst", CLEAN, strict=True)]

    @property
    def forbidden(self) -> set[str]:
        """What must not be found, in small letters."""
        names = {part for name, _ in self.people for part in (name, *name.split())}
        handles = {handle for _, handle in self.people}
        things = {*CUSTOMERS, *WORDS, *DOMAINS, *SECRETS, *ADDRESSES, *MAILS}
        return {text.casefold() for text in names | handles | things} | {"kestrel", "zanzibar-restricted"}


def leaks(text: str, forbidden: set[str]) -> set[str]:
    """Which of the planted strings stand in a text, however it is escaped."""
    seen = html.unescape(unquote(text)).casefold()
    return {word for word in forbidden if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", seen)}
