"""What of a text is prose: code, logs, quotes and links are covered up, and nothing ever changes its place.

Every step keeps the length of the text, so a position in the working copy is a position in the text as given.
"""

from __future__ import annotations

import re

OPAQUE = "\ua010"  # stands for a quoted or technical word: a noun that no rule looks into
WALL = "\n"  # the end of a block: no sentence reaches across it

_BLANK = b"\t\v\f\r\x00"
_SMALL = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ" + _BLANK, b"abcdefghijklmnopqrstuvwxyz" + b" " * len(_BLANK)
)
_ODD = dict.fromkeys("\u2018\u2019\u02bc", "'") | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
_ODD |= dict.fromkeys(
    "\u00a0\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff", " "
)
# Letters of the Yi script are our marks, as patterns need them to be letters; a text that brings them must not pass for marks.
_ODD |= dict.fromkeys(map(chr, range(0xA000, 0xA020)), " ")
_ODD_SIGN = re.compile("[" + "".join(_ODD) + "]")

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_ITEM = re.compile(r" *(?:[-*+\u2022]|\d{1,3}[.)]|[a-z][.)]) +(?:\[[ x]\] +)?")
_HEADING = re.compile(r" {0,3}#{1,6} *|^=+ *$|^-{3,} *$")
_TABLE_RULE = re.compile(r" *\|?[ :|-]+\|[ :|-]*$")
_LOG = re.compile(
    r" *(?:\[[^\]]{0,40}\] +)?(?:\d{4}-\d\d-\d\dt?[ t]?\d\d:\d\d:\d\d[^ ]* +[^ ]* *\[?(?:error|warn|warning|info|debug|fatal|crit|trace)\b"
    r"|(?:error|warn|warning|info|debug|fatal|crit|trace)[:\]] |\[(?:error|warn|warning|info|debug|fatal|crit|trace)\]"
    r"|\$ |>>> |traceback \(most recent|at [\w.$]+\(|file \"[^\"]+\", line \d|[a-z]{3} +\d+ \d\d:\d\d:\d\d [\w.-]+ [\w./-]+(?:\[\d+\])?: )"
)
# Its first sign is searched for as a set of characters, which is many times faster than anything else.
_INLINE = re.compile(
    r"[`<\]\"'*_~\[{}](?:"
    r"(?P<code>(?<=`)(?:`[^\n]{1,400}?``|[^`\n]{1,400}`))"
    r"|(?P<comment>(?<=<)(?:!--.{0,2000}?-->|/?[a-z][^<>\n]{0,200}>|https?:[^<>\n]{1,500}>))"
    r"|(?P<target>(?<=\])(?:\([^()\n]{0,300}\)|\[[^\[\]\n]{0,80}\]))"
    r'|(?P<quote>(?<=")[^"\n]{1,400}")'
    r"|(?P<single>(?<![\w']')(?<=')(?=\w)(?:[^'\n]|(?<=\w)'(?=\w)){1,300}'(?!\w))"
    r"|(?P<mark>(?<=\*)\*{0,2}|(?<![^\W_]_)(?<=_)_{0,2}|(?<=_)_{0,2}(?![^\W_])|(?<=~)~|(?<=[\[\]{}])))",
    re.DOTALL,
)
# Each begins with plain letters, which are searched for many times faster than \b; what stands before them is asked afterwards.
_ADDRESS = re.compile(r"://[^\s<>\"]{1,2000}")
_SCHEME = re.compile(r"\b(?:https?|ftp|ssh)\Z")
_NAMES = {
    "www.": re.compile(r"www\.(?<!\wwww\.)[^\s<>\"]{1,500}"),
    "git ": re.compile(r"git (?<!\wgit )(?:blame|log|bisect|revert)\b"),
    "blame": re.compile(r"blame(?<!\wblame)(?:less(?:ly|ness)?|-free)\b"),
    "no-blame": re.compile(r"no-blame(?<!\wno-blame)\b"),
}


def fold(text: str) -> str:
    """The text in small letters with plain quotes and spaces, each character in its place."""
    small = text.encode("utf-8", "surrogatepass").translate(_SMALL).decode("utf-8", "surrogatepass")
    return small if small.isascii() else _ODD_SIGN.sub(lambda sign: _ODD[sign[0]], small)


def _cover(match: re.Match[str]) -> str:
    kind = match.lastgroup
    length = match.end() - match.start()
    if kind in ("mark", "comment", "target"):
        return " " * length
    return OPAQUE * length


def _front_matter(lines: list[str]) -> int:
    """How many lines at the top are settings of the document rather than text."""
    fence = lines[0].rstrip("\n") if lines else ""
    if fence not in ("---", "+++"):
        return 0
    for number, line in enumerate(lines[1:80], start=1):
        if line.rstrip("\n") == fence:
            return number + 1
    return 0


def _blank(line: str) -> str:
    return " " * (len(line) - 1) + WALL if line.endswith("\n") else " " * len(line)


class _Reader:
    """Goes through the lines once and remembers what kind of block it is in."""

    def __init__(self) -> None:
        self.fence = ""
        self.in_list = False
        self.quoted = False  # a block quote goes on in the lines below it, also without its sign
        self.after_blank = True
        self.open_line = False  # the last line may go on in the next one

    def code(self, line: str, first: str) -> bool:
        """Whether the line, whose first sign is given, is evidence: fenced, indented, quoted or a log line."""
        found = _FENCE.match(line) if first in "`~" else None
        if self.fence:
            if found and found[1].startswith(self.fence):
                self.fence = ""
            return True
        if found:
            self.fence, self.quoted = found[1], False
            return True
        if first == ">" or (self.quoted and not self._begins_anew(line, first)):
            self.quoted = True
            return True
        self.quoted = False
        if _LOG.match(line):
            return True
        return line.startswith("    ") and not self.in_list and self.after_blank and not _ITEM.match(line)

    @staticmethod
    def _begins_anew(line: str, first: str) -> bool:
        """Whether a line below a quote ends it: an item, a heading, a table."""
        return first in "#|`~" or _ITEM.match(line) is not None

    def take(self, line: str, out: list[str]) -> None:
        """Add the line's working copy to `out`."""
        bare = line.strip(" \n")
        if not bare:
            self.after_blank, self.open_line, self.quoted = True, False, False
            out.append(line)
            return
        if self.code(line, bare[0]):
            self.open_line = False
            out.append(_blank(line))
            return
        item = _ITEM.match(line)
        heading = _HEADING.match(line) if bare[0] in "#=-" else None
        table = bare[0] == "|" or bare.count(" | ") > 1
        self.in_list = bool(item) or (self.in_list and (line.startswith(" ") or not self.after_blank))
        self.after_blank = False
        if self.open_line and not (item or heading or table):
            out[-1] = out[-1][:-1] + " "
        out.append(self.prose(line, item or heading, table))
        self.open_line = line.endswith("\n") and not (heading or table) and len(bare) >= 40

    @staticmethod
    def prose(line: str, marker: re.Match[str] | None, table: bool) -> str:
        """The line without its list mark or heading mark, its table cells walled off."""
        if marker:
            line = " " * marker.end() + line[marker.end() :]
        if table:
            return _blank(line) if _TABLE_RULE.match(line.rstrip("\n")) else line.replace("|", WALL)
        return line


def prose_of(text: str) -> str:
    """The working copy of a text: same length, small letters, prose only, one block to a line.

    >>> prose_of("See `git push` now")
    'see \\ua010\\ua010\\ua010\\ua010\\ua010\\ua010\\ua010\\ua010\\ua010\\ua010 now'
    """
    lines = fold(text).split("\n")
    lines = [line + "\n" for line in lines[:-1]] + lines[-1:]
    skip = _front_matter(lines)
    out = [_blank(line) for line in lines[:skip]]
    reader = _Reader()
    for line in lines[skip:]:
        reader.take(line, out)
    return _without_names(_INLINE.sub(_cover, "".join(out)))


def _without_names(work: str) -> str:
    """The working copy with addresses, and names that have blame in them, covered."""
    if "://" in work:
        work = _without_addresses(work)
    for sign, name in _NAMES.items():
        if sign in work:
            work = name.sub(_cover, work)
    return work


def _without_addresses(work: str) -> str:
    pieces: list[str] = []
    last = 0
    for rest in _ADDRESS.finditer(work):
        scheme = _SCHEME.search(work, max(last, rest.start() - 6), rest.start())
        if scheme:
            pieces += work[last : scheme.start()], OPAQUE * (rest.end() - scheme.start())
            last = rest.end()
    return "".join([*pieces, work[last:]])
