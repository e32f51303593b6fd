"""A Slack export: the JSON of one day, or the zip with its channels and `users.json`.

Form: https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports. Times are seconds since 1970 as text.
"""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

from .model import Entry, Found, Gathering, NotReadable, in_range, part, said

# What Slack itself notes about a channel is not part of what people said.
_HOUSEKEEPING = frozenset((
    "channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "channel_archive",
    "channel_unarchive", "group_join", "group_leave", "group_topic", "group_purpose", "group_name", "pinned_item",
    "bot_add", "bot_remove", "channel_convert_to_private", "channel_posting_permissions", "reminder_add", "tombstone",
))  # fmt: skip
_MARK = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_STRIKE = re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])")


class Directory:
    """Who is behind an id, from `users.json` and from the messages' own profiles."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self.ids: dict[str, tuple[str, ...]] = {}

    def learn(self, records: object) -> None:
        """Read the records of `users.json`."""
        for record in records if isinstance(records, list) else ():
            key = said(record, "id")
            if key:
                self.add(key, record, bool(part(record, "is_bot")))

    def add(self, key: str, record: object, program: bool = False) -> None:
        """Learn one profile."""
        names = [
            said(record, *path)
            for path in (
                ("real_name",),
                ("profile", "real_name"),
                ("profile", "display_name"),
                ("display_name",),
                ("name",),
            )
        ]
        email = said(record, "profile", "email")
        self._gathering.speaks(key, *names, email.partition("@")[0], program=program)
        self.ids[key] = self._gathering.names[key]

    def name(self, key: str) -> str:
        """The name shown for an id; the id itself for somebody unknown."""
        names = self.ids.get(key, ())
        return names[0] if names else key


def markdown(text: str, directory: Directory) -> str:
    """Slack's own marks as Markdown: mentions, channels, links, bold, strike; code stays as it is."""
    parts = _CODE.split(text)
    for index, piece in enumerate(parts):
        if index % 2:
            parts[index] = html.unescape(_MARK.sub(lambda m: m[3] or m[2], piece))
            continue
        piece = _STRIKE.sub(r"~~\1~~", _BOLD.sub(r"**\1**", piece))
        parts[index] = html.unescape(_MARK.sub(lambda m: _mark(m, directory), piece))
    return "".join(parts).strip()


def _mark(found: re.Match[str], directory: Directory) -> str:
    sign, target, label = found[1], found[2], found[3]
    if sign == "@":
        return f"@{directory.name(target) if target in directory.ids or not label else label}"
    if sign == "#":
        return f"#{label or target}"
    if sign == "!":
        return label if label else f"@{target.partition('^')[0]}"
    if not label or label == target:
        return f"<{target}>" if "://" in target else target.removeprefix("mailto:")
    return f"[{label}]({target})" if "://" in target else label


def read(days: list[tuple[str, object]], users: object = None, channel: str = "") -> Found:
    """Read the days of one channel, each with its file's name, and the export's users."""
    gathering = Gathering()
    directory = Directory(gathering)
    directory.learn(users)
    records = [record for _, day in days for record in _messages(day) if isinstance(record, dict)]
    for record in records:
        if said(record, "user") and isinstance(record.get("user_profile"), dict):
            directory.add(said(record, "user"), record["user_profile"])
    for number, record in enumerate(records, 1):
        _message(number, record, gathering, directory)
    if not gathering.entries and not gathering.left_out:
        raise NotReadable("No message was found in this export.")
    return gathering.found("Slack" + (f", #{channel}" if channel else ""))


def _messages(day: object) -> list:
    found = day if isinstance(day, list) else part(day, "messages")
    return found if isinstance(found, list) else []


def _message(number: int, record: dict, gathering: Gathering, directory: Directory) -> None:
    text = markdown(_words(record), directory)
    subtype = said(record, "subtype")
    if subtype in _HOUSEKEEPING:
        gathering.leave(number, text, "A note by Slack itself")
        return
    at = moment(record.get("ts"))
    if at is None:
        gathering.leave(number, text, "No time that could be read")
        return
    if not text:
        gathering.leave(number, at.isoformat(), "A message without text")
        return
    if said(record, "user"):
        speaker = gathering.speaks(said(record, "user"), program=bool(record.get("bot_id")))
    else:
        name = said(record, "username") or said(record, "bot_profile", "name") or said(record, "bot_id")
        speaker = gathering.speaks(f"bot:{name}", name, program=True) if name else ""
    gathering.entries.append(
        Entry(
            at,
            text,
            number,
            speaker=speaker,
            source_url=_link(record),
            source=f"Slack message {said(record, 'ts')}",
        )
    )


def moment(ts: object) -> datetime | None:
    """The instant of a message, to the second: the rest of the number only tells messages apart."""
    try:
        seconds = float(ts) if isinstance(ts, str | int | float) else 0.0
        return in_range(datetime.fromtimestamp(int(seconds), UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _link(record: dict) -> str:
    link = said(record, "permalink")
    return link if link.startswith("https://") else ""


def _words(record: dict) -> str:
    """A message's text, with that of its attachments (alerts come so) and the names of its files."""
    parts = [said(record, "text")]
    for attachment in record.get("attachments") or () if isinstance(record.get("attachments"), list) else ():
        title, body = said(attachment, "title"), said(attachment, "text")
        words = " ".join(piece for piece in (title, body) if piece) or said(attachment, "fallback")
        if words and words not in parts[0]:
            parts.append(words)
    for file in record.get("files") or () if isinstance(record.get("files"), list) else ():
        name = said(file, "title") or said(file, "name")
        if name:
            parts.append(f"(file: {name})")
    return "\n".join(piece for piece in parts if piece)
