"""An event being put together from a moment and the blocks that follow it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from postmortems.domain.timeline.kinds import guess_kind
from postmortems.domain.timeline.model import Event
from postmortems.domain.timeline.resolve import Moment

_ONE_LINK = re.compile(
    r"\]\((https?://[^()\s]{1,1000})\)|<(https?://[^<>\s]{1,1000})>|(?<![(<])(https?://[^\s)>\]]{1,1000})"
)


@dataclass
class Draft:
    """An event being put together."""

    moment: Moment
    line: int
    parts: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""
    scope: str = "line"  # heading, item, open (takes what follows), line
    indent: int = 0

    def event(self) -> Event:
        """The finished event."""
        text = ""
        for kind, part in self.parts:
            if part:
                gap = "\n" if kind == "item" else "\n\n"
                text = f"{text}{gap}{part}" if text else part
        links = (
            {found[0] or found[1] or found[2] for found in _ONE_LINK.findall(text[:4000])}
            if not self.url
            else set()
        )
        url = self.url or (links.pop() if len(links) == 1 else "")
        moment = self.moment
        return Event(
            moment.at, moment.precision, moment.approximate, moment.zone_from, moment.zone, text, self.line,
            guess_kind(text), url, moment.end,
        )  # fmt: skip
