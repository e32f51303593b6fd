"""A document as numbered lines that know whether they stand inside a code fence or a comment. Linear in its length."""

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^[ \t]*(?:[-*+]\s+|\d{1,9}[.)]\s+)?(`{3,}|~{3,})([^`]*)$")
_LINK = re.compile(r"!?\[([^\]\[]{0,500})\](?:\([^()\s]{0,2000}\)|\[[^\]\[]{0,200}\])")
_MARKS = re.compile(r"\*\*|__|~~|`")
_ESCAPE = re.compile(r"\\([*_`#\[\]<>|.-])")
_EDGE = re.compile(r"(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_TAG = re.compile(r"</?(?:b|i|em|strong|u|s|del|code|p|div|span|br|sub|sup|time|h[1-6])(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the source, 1-based; `state` is "text", "code" or "comment"."""

    number: int
    text: str
    state: str = "text"

    @property
    def blank(self) -> bool:
        """Whether nothing is written on it."""
        return not self.text.strip()

    @property
    def indent(self) -> int:
        """Columns before the first character, a tab counting as four."""
        expanded = self.text.expandtabs(4)
        return len(expanded) - len(expanded.lstrip())


def plain(text: str) -> str:
    """The text without inline markup: links by their words, no emphasis, no tags."""
    text = _LINK.sub(r"\1", text)
    text = _MARKS.sub("", _TAG.sub("", text))
    return " ".join(_ESCAPE.sub(r"\1", _EDGE.sub("", text)).split())


def read_lines(source: str) -> list[Line]:
    """Number the lines of a document and mark code and comments; a fence or comment that never closes is plain text."""
    texts = source.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    closers = _longest_closers(texts)
    last_comment_end = max((index for index, text in enumerate(texts) if "-->" in text), default=-1)
    lines: list[Line] = []
    fence = ""
    comment = False
    for index, text in enumerate(texts):
        if comment:
            state, comment = "comment", "-->" not in text
        elif fence:
            state, fence = "code", "" if _closes(text, fence) else fence
        else:
            fence = _opens(text, index, closers)
            comment = not fence and _starts_comment(text) and index < last_comment_end
            whole_comment = text.strip().startswith("<!--") and text.strip().endswith("-->")
            state = "code" if fence else "comment" if comment or whole_comment else "text"
        lines.append(Line(index + 1, text, state))
    return lines


def _starts_comment(text: str) -> bool:
    """Whether a comment begins on this line and goes on after it; text before it stays with it."""
    start = text.rfind("<!--")
    return start >= 0 and "-->" not in text[start:] and not text[:start].strip()


def _closes(text: str, fence: str) -> bool:
    stripped = text.strip()
    return len(stripped) >= len(fence) and set(stripped) == {fence[0]}


def _opens(text: str, index: int, closers: dict[str, list[int]]) -> str:
    """The fence that opens here and closes further down, or ""."""
    found = _FENCE.match(text) if "```" in text or "~~~" in text else None
    if not found:
        return ""
    fence = found.group(1)
    longest = closers[fence[0]]
    return fence if index + 1 < len(longest) and longest[index + 1] >= len(fence) else ""


def _longest_closers(texts: list[str]) -> dict[str, list[int]]:
    """For each fence character and line, the longest closing fence at or below: keeps the search for an end linear."""
    result: dict[str, list[int]] = {}
    for mark in "`~":
        longest = [0] * (len(texts) + 1)
        for index in range(len(texts) - 1, -1, -1):
            stripped = texts[index].strip()
            here = len(stripped) if len(stripped) >= 3 and set(stripped) == {mark} else 0
            longest[index] = max(here, longest[index + 1])
        result[mark] = longest
    return result
