"""Nicknames by the form of a line: chat logs, minutes kept by a bot, comments on a pull request, what a shell listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english, is_nickname
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.words import COMMON, GIVEN_NAMES, PRODUCTS, section

_EVERYBODY = section("everybody")
_TAGS = section("tags")
_LABELS = section("labels")
NICK = r"[A-Za-z_][\w`^{}|-]{1,24}"
_TIME = (
    r"(?:[\[(]?(?:\d{4}-\d{2}-\d{2}[T ]{1,2})?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?[AP]M)?[\])]?[ \t]{1,4})"
)
# "<nick> nick2: text": the sign of a channel operator may stand before the nick.
_SAID = re.compile(rf"(?:^|\n)[ \t>]{{0,8}}{_TIME}?<[@+~%& ]?({NICK})> {{1,2}}(?:({NICK})[:,] )?")
_SIGNS = re.compile(
    rf"(?:^|\n)[ \t>]{{0,8}}{_TIME}?(?:\*{{2,3}}|-!-|-{{1,2}}>|<-{{1,2}}|→|←)[ \t]{{1,3}}(?:(?:Joins|Parts|Quits): )?({NICK})(?: [\[(<]| is now known as ({NICK})| has (?:joined|quit|left)| sets mode| changed)"
)
# The rare signs behind the nick are looked for first.
_MASK = re.compile(r"!~?[\w.-]{1,30}@")
_WHOIS = re.compile(rf"({NICK})$")
_EMOTE = re.compile(rf"(?:^|\n)[ \t]{{0,8}}{_TIME}\* ({NICK}) [a-z]")
_MODE = re.compile(rf" sets mode: [+-]\w{{1,6}} ({NICK})")
# Without a time before it, a star is a bullet as well, unless somebody speaks in the same text.
_STAR = re.compile(rf"(?:^|\n)[ \t]{{0,8}}\* ({NICK}) [a-z]")
_STAMPED = re.compile(
    rf"(?:^|\n)[ \t>*-]{{0,6}}({NICK})(?::[a-z_]{{2,30}}:)?[ \t]{{1,4}}(?:—[ \t]?)?(?:(?:Today|Yesterday) at )?(?:\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}},? )?(?:\[\d{{1,2}}:\d{{2}}(?: ?[AP]M)?\](?=[ \t]*\n|:)|\d{{1,2}}:\d{{2}}(?: [AP]M)?(?=[ \t]*\n|[ \t]*$)|(?<=\d )\d{{1,2}}:\d{{2}}\b)"
)
_COLUMN = re.compile(rf"(?:^|\n)[ \t]?({NICK}) \| (?:({NICK})[:,]? )?(?=[^\n|]*\w+ \w+ \w+)")
_BRACKETED = re.compile(rf"(?:^|\n)[ \t]{{0,8}}[-*+] \[({NICK})\][ :](?!\()")
# What somebody answers in the first person, and the nick that opened the line.
ANSWER = re.compile(
    r":(?:\*\*)? (?:I|I'm|I'll|I've|I'd|we|We|[yY]es|[yY]eah|[yY]ep|[nN]o|[nN]ope|[oO]k|OK|[oO]kay|[tT]hanks|[tT]hank you|[sS]orry|[aA]greed|[nN]ot sure|[lL]et me|[lL]ooking|[oO]n it|\+1|lgtm|LGTM|omw|on my way|[sS]ame here|[wW]ill do|[hH]mm|[hH]ey|[hH]i)\b"
)
_LINE_NICK = re.compile(rf"(?:^|\n|[;?!.] )[ \t>]{{0,8}}(?:[-*] )?(?:\*\*)?({NICK})$")
_MEETING = re.compile(
    rf"(?:^|\n)[ \t]{{0,4}}\* ({NICK}) \(\d{{1,4}}\)[ \t]*(?=\n|$)|\(({NICK}), \d\d:\d\d(?::\d\d)?\)|(?:^|\n)[ \t*-]{{0,6}}{_TIME}?(?:#?action|action item|ai|#info|#chair|todo)[: ]{{1,2}}@?({NICK}) (?:to|will|should|\w{{2,20}}ed)\b",
    re.I,
)
_ACCOUNTS = re.compile(rf"(?:^|[ \n>])({NICK}): (?:({NICK}) )?'[A-Z][^'\n]{{2,40}}'")
_TO_EVERYONE = re.compile(
    r"\bFrom ([A-Z][^\n:]{1,40}?) {1,3}[Tt]o {1,3}(?:Everyone|Hosts|([A-Z][^\n:(]{1,40}?))(?: ?\([^\n)]{1,30}\))?:"
)
_ON_PAGE = re.compile(
    rf"(?:^|\n|[*\];:] )@?({NICK}) (?:confirmed (?:with|that|it|the|this|on)|commented (?:on|\d|just)|(?:opened|closed|reopened|filed|raised|merged|submitted) (?:an? |the )?(?:issue|PR|pull request|merge request|bug|#\d)|opened this|closed this|reopened this|approved these|requested (?:changes|a review)|merged (?:commit|\d|this)|self-assigned|force-pushed|wants to merge|mentioned this|added the |removed the |pushed \d|assigned (?=[\w-]+ (?:and|on|\d)))"
)
_OWNER = re.compile(
    rf"(?:^|\n)[ \t]{{0,4}}[-dlcbps](?:[r-][w-][xsStT-]){{3}}[.+@]?[ \t]+\d+[ \t]+({NICK})[ \t]+\S+[ \t]+\d"
)
_HOME = re.compile(
    r"(?:/home/|/Users/|/export/home/|[A-Za-z]:\\(?:Users|Documents and Settings)\\|(?<=[\s\"'`=:(])~)([A-Za-z][\w.-]{1,30})(?=[/\\\s:\"'`,;)]|$)"
)
_SIGNED_IN = re.compile(
    rf"\b(?:(?:Accepted|Failed) (?:publickey|password|keyboard-interactive\S{{0,6}}) for (?:invalid user )?|[Ii]nvalid user |(?:session (?:opened|closed) for user )|sudo(?:\[\d+\])?: {{1,8}}|[ug]id=\d{{1,8}}\(|(?:r?user|ansible_user|remote_user|ssh_user|logname|USER|acct|uname|suser|duser|username)=\"?)"
    rf"({NICK})(?=[ ()\"',;]|$|\n)|(?<=\d) - ({NICK}) \[\d{{2}}/[A-Z][a-z]{{2}}/",
)
_SIGNING_IN = ("user=", "USER=", "uname=", "acct=", "logname=", "username=", "ccepted ", "ailed ", "nvalid user", "session ", "sudo", "id=", '] "')  # fmt: skip
_CALLED_NOBODY = frozenset(("everyone", "everybody", "them", "him", "her", "people", "someone", "oncall", "ops", "you", "it", "again", "now"))  # fmt: skip
WHY = "A handle leads to a person."


def handle_hit(start: int, name: str, sure: float) -> Hit:
    """A nickname at a place of the text."""
    return Hit(start, start + len(name), "handle", sure, WHY, "handle:" + name.lower())


def _groups(match: re.Match[str]) -> Iterator[tuple[int, str]]:
    for index, value in enumerate(match.groups(), 1):
        if value:
            yield match.start(index), value


def speaks(name: str) -> bool:
    """Whether the place of a speaker is taken by a nick, be it a word, and not by a label."""
    low = name.lower()
    return (
        low not in _LABELS
        and low not in _EVERYBODY
        and low not in PRODUCTS
        and not (low in COMMON and name[0].isupper())
    )


def _odd(name: str) -> bool:
    """Whether somebody spoken to is a nick: no dictionary has it, or digits and capitals are mixed in."""
    return (
        is_nickname(name)
        or any(char.isdigit() for char in name)
        or (not name.istitle() and not name.isupper() and not name.islower())
    )


def _spoken(text: str) -> Iterator[Hit]:
    if "<" in text:
        for match in _SAID.finditer(text):
            if speaks(match.group(1)) and match.group(1).lower() not in _TAGS:
                yield handle_hit(match.start(1), match.group(1), 0.8)
            if match.group(2) and speaks(match.group(2)) and _odd(match.group(2)):
                yield handle_hit(match.start(2), match.group(2), 0.75)
        for match in _CALLED.finditer(text) if _SAID.search(text) else ():
            if speaks(match.group(1)) and match.group(1).lower() not in _CALLED_NOBODY:
                yield handle_hit(match.start(1), match.group(1), 0.6)
    yield from _in_brackets(text) if "[" in text or "(" in text else ()
    yield from _moving(text)


# Who is called in a channel: "ok pinging grieve".
_CALLED = re.compile(
    rf"> [^\n]{{0,80}}?\b(?:pinging|paging|poking|waking|summoning) ({NICK})(?=[.!?,]?[ \t]*(?:\n|$))"
)


# "dassie_ has quit (Ping timeout: 260 seconds)"
_LEFT = re.compile(
    rf"(?:^|\n)[ \t]{{0,4}}{_TIME}?({NICK}) (?:[\[(]~?([\w.-]{{1,20}})@[^\s\])]{{3,80}}[\])] )?has (?:quit|joined|left|parted)(?= [(#\[]|[ \t]*\n|$)"
)


_LINE_OF = re.compile(r"(?:^|\n)[ \t]{0,4}[\[(]([a-z][a-z0-9_-]{2,20})[\])] (?=[a-z+A-Z])")


def _in_brackets(text: str) -> Iterator[Hit]:
    """ "[hvandijk] move the cron" beside "[ssteen] +1": who speaks in minutes."""
    lines = list(_LINE_OF.finditer(text))
    names = {match.group(1) for match in lines}
    if len(names) > 1 and all(is_nickname(name) and name not in PRODUCTS for name in names):
        yield from (handle_hit(match.start(1), match.group(1), 0.65) for match in lines)


def _moving(text: str) -> Iterator[Hit]:
    """Who joined, left or changed a name in a channel."""
    for match in (
        _LEFT.finditer(text) if "has quit" in text or "has left" in text or "has joined" in text else ()
    ):
        yield from (handle_hit(start, name, 0.8) for start, name in _groups(match))
    if "***" in text or "-!-" in text or "->" in text or "--" in text or "→" in text:
        for match in _SIGNS.finditer(text):
            for start, name in _groups(match):
                yield handle_hit(start, name, 0.8)
    for mask in _MASK.finditer(text) if "!" in text and "@" in text else ():
        nick = _WHOIS.search(text, max(0, mask.start() - 25), mask.start())
        if nick:
            yield handle_hit(nick.start(1), nick.group(1), 0.8)


def _if(pattern: re.Pattern[str], text: str, sure: float, *, given: bool = True) -> Iterator[Hit]:
    """Matches whose names are nicknames, or given names in small letters."""
    for match in pattern.finditer(text):
        for start, name in _groups(match):
            if (
                is_nickname(name)
                and (given or name.lower() not in GIVEN_NAMES)
                and name.lower() not in _EVERYBODY
            ):
                yield handle_hit(start, name, sure)


def _in_minutes(text: str) -> Iterator[Hit]:
    stars = "* " in text
    patterns = (
        (_STAMPED, ":" in text),
        (_EMOTE, stars),
        (_MEETING, stars or "ction" in text or "CTION" in text or "#" in text or ", " in text),
        (_COLUMN, " | " in text),
        (_MODE, " sets mode: " in text),
        (_STAR, stars and "> " in text and _SAID.search(text) is not None),
    )
    for pattern, marked in patterns:
        if marked:
            yield from _if(pattern, text, 0.75)
    for match in _BRACKETED.finditer(text) if "] " in text else ():
        name = match.group(1)
        if is_nickname(name) or (not is_english(name.lower()) and speaks(name)):
            yield handle_hit(match.start(1), name, 0.8)
    yield from _answering(text)
    yield from _in_directories(text)


def _answering(text: str) -> Iterator[Hit]:
    """Who answers in the first person: "kestrel: I'll look"."""
    for answer in ANSWER.finditer(text):
        match = _LINE_NICK.search(text, max(0, answer.start() - 44), answer.start())
        if match and is_nickname(match.group(1)) and match.group(1).lower() not in _EVERYBODY:
            yield handle_hit(match.start(1), match.group(1), 0.8)


def _in_directories(text: str) -> Iterator[Hit]:
    """Lists of accounts with full names, and the senders of a meeting's chat."""
    if "'" in text:
        yield from (hit for match in _ACCOUNTS.finditer(text) for hit in _named(match))
    for match in _TO_EVERYONE.finditer(text) if "From " in text else ():
        for start, name in _groups(match):
            yield Hit(
                start,
                start + len(name),
                "person",
                0.8,
                "A speaker or signer is named here.",
                "stranger:" + name.lower(),
            )


def _named(match: re.Match[str]) -> Iterator[Hit]:
    """ "account: nick 'Full Name'" as directories of people print it: the account decides, the nick may be a word."""
    first, second = match.group(1), match.group(2)
    if is_nickname(first) or (second and is_nickname(second)):
        yield from (handle_hit(start, name, 0.75) for start, name in _groups(match) if speaks(name))


def _in_shells(text: str) -> Iterator[Hit]:
    patterns = (
        (_OWNER, "rw"),
        *((_SIGNED_IN, mark) for mark in _SIGNING_IN),
        (_ON_PAGE, "ed "),
    )
    for pattern in dict.fromkeys(pattern for pattern, mark in patterns if mark in text):
        yield from _if(pattern, text, 0.7)
    for match in (
        _HOME.finditer(text) if "/home/" in text or "Users" in text or "~" in text or "\\" in text else ()
    ):
        name = match.group(1)
        if name.lower() not in _EVERYBODY and not is_english(name.lower()) and speaks(name):
            yield handle_hit(match.start(1), name, 0.8)


def find_chat(text: str) -> list[Hit]:
    """Nicknames in chat logs, minutes and listings."""
    return [*_spoken(text), *_in_minutes(text), *_in_shells(text)]
