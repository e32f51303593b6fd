"""Bringing a postmortem to a newer version of its template: what stays, what comes, what keeps a place of its own.

No text is ever dropped: a section that the new version does not have stays as a section of the postmortem itself, as
long as there is anything in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postmortems.domain.templates.model import DISCLOSURES, TemplateSection

STAYS, ADDED, OWN, GOES = "stays", "added", "own", "goes"


@dataclass(frozen=True)
class Present:
    """A section as the postmortem has it; `holds` says that something would be lost with it (text, a reason, remarks)."""

    key: str
    title: str
    kind: str
    disclosure: str
    required: bool
    holds: bool


@dataclass(frozen=True)
class Move:
    """What becomes of one section: `what` is stays, added, own or goes; `notes` are sentences about what changes."""

    what: str
    key: str
    title: str
    kind: str
    disclosure: str
    required: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class UpgradePlan:
    """Every section after the change, in order, and those that go because they are empty."""

    moves: tuple[Move, ...]

    def of(self, *what: str) -> tuple[Move, ...]:
        """The moves of these sorts."""
        return tuple(one for one in self.moves if one.what in what)

    @property
    def changes(self) -> bool:
        """Whether anything at all is different afterwards."""
        return any(one.what in (ADDED, GOES) or one.notes for one in self.moves)


def plan_upgrade(
    old: Sequence[TemplateSection], new: Sequence[TemplateSection], present: Sequence[Present]
) -> UpgradePlan:
    """What bringing a postmortem from `old` to `new` does to the sections it has."""
    before = {one.key: one for one in old}
    has = {one.key: one for one in present}
    order = [one.key for one in present]
    moves = []
    kept = [one.key for one in new if one.key in has]
    in_order = [key for key in order if key in set(kept)]
    for part in new:
        if part.key not in has:
            moves.append(Move(ADDED, part.key, part.title, part.kind, part.disclosure, part.required))
        else:
            is_moved = kept.index(part.key) != in_order.index(part.key)
            moves.append(_stays(part, has[part.key], before.get(part.key), is_moved=is_moved))
    wanted = {part.key for part in new}
    left = [one for one in present if one.key not in wanted]
    # Rows live beside their section's text: a template without that section leaves them a place.
    rows = [one for one in left if one.holds or one.kind not in ("text", "incidents")]
    moves += [Move(OWN, one.key, one.title, one.kind, one.disclosure, False, _own(one)) for one in rows]
    moves += [
        Move(GOES, one.key, one.title, one.kind, one.disclosure, False) for one in left if one not in rows
    ]
    return UpgradePlan(tuple(moves))


def _own(one: Present) -> tuple[str, ...]:
    return ("no longer required",) if one.required else ()


def _stays(part: TemplateSection, has: Present, was: TemplateSection | None, *, is_moved: bool) -> Move:
    """The texts are the postmortem's; heading and class follow the template where nobody changed them here."""
    notes = ["moves to another place"] if is_moved else []
    title = part.title if was and has.title == was.title else has.title
    if title != has.title:
        notes.append(f"is then called “{title}”")
    disclosure = has.disclosure
    if was and has.disclosure == was.disclosure and part.disclosure != has.disclosure:
        # Never wider by itself: what somebody wrote for few is not shown to more because a template changed.
        stricter = DISCLOSURES.index(part.disclosure) > DISCLOSURES.index(has.disclosure)
        disclosure = part.disclosure if stricter else has.disclosure
        if stricter:
            notes.append(f"is then {disclosure}")
    if part.required != has.required:
        notes.append("becomes required" if part.required else "becomes optional")
    return Move(STAYS, part.key, title, has.kind, disclosure, part.required, tuple(notes))
