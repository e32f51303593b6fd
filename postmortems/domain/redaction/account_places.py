"""Accounts by the place where they stand: "merged-by: zephyrline", "kinit svc_settle", "schlaubi77 was quicker"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.accounts import may_be
from postmortems.domain.redaction.chat import handle_hit
from postmortems.domain.redaction.english import is_english, means_something
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import Tokens, at_words
from postmortems.domain.redaction.words import PRODUCTS, section

_EVERYBODY = section("everybody")
_ONE = re.compile(r"(?<![\w@])[a-z][\w-]{1,20}")
_MACHINES = frozenset(("bot", "ci", "cd", "svc", "service", "system", "cron", "job", "jenkins", "github", "gitlab", "renovate", "dependabot", "automation", "auto", "pipeline", "scheduler"))  # fmt: skip
_DIGITS = re.compile(r"\d(?<=[a-z].)\d{1,3} (?:was|is|had|has|did|could|would|also|then)\b")
_LETTERS = re.compile(r"(?:^|[.;,\n] ?|\b(?:and|but) )([a-z]{4,16})$")
# Commands that take an account: "kinit svc_settle", "/user:corp\\bkoper".
_TAKEN = re.compile(
    r"(?:kinit(?: -\w{1,2}(?: \S{1,30})?)?|runas /user:|/user:)[ ]?(?:[A-Za-z][\w.-]{1,20}\\)?([a-z][a-z0-9_.-]{2,24})(?![\w@/(-])",
    re.I,
)
# "merged-by: zephyrline", "reviewed by qvist-dev, lilja99"
_SIGNED_BY = re.compile(
    r"(?:merged|committed|pushed|opened|created|closed|updated|triggered|requested|reported|deployed|released|approved|reviewed|signed-off|acked|tested|started|initiated|built|authored|resolved|assigned|changed|modified|edited|posted|written|cherry-picked)[-_ ](?:by|from)(:|=)? ?[`\"']?@?((?:[a-z][\w-]{2,24}(?:, | and |; )@?){0,4}[a-z][\w-]{2,24})(?![\w@/.(]*\w)",
    re.I,
)
_SIGNING = section("signing_deeds")


def _signed_by(tokens: Tokens) -> Iterator[Hit]:
    for match in at_words(tokens, _SIGNING, _SIGNED_BY):
        for name in _ONE.finditer(tokens.text, *match.span(2)):
            low = name.group()
            parts = re.findall(r"[a-z]+", low)
            odd = low.rstrip("0123456789") != low or "-" in low
            if low in _EVERYBODY | PRODUCTS or not _MACHINES.isdisjoint(parts) or all(map(is_english, parts)):
                continue
            if may_be(low) or (odd and (match.group(1) or not all(map(means_something, parts)))):
                yield handle_hit(name.start(), low, 0.7)


def _taken(text: str) -> Iterator[Hit]:
    for match in _TAKEN.finditer(text) if "kinit" in text or "/user:" in text else ():
        if match.group(1).lower() not in _EVERYBODY:
            yield handle_hit(match.start(1), match.group(1), 0.75)


# "confirmed by moderators silobrain and mulesteak", "3 commits by prairie-dog-dev"
_OF_ROLE = re.compile(
    r"(?:moderators?|admins?|maintainers?|contributors?|volunteers?|users|developers?|sysadmins?|members?|players?|streamers?) ((?:@?[a-z][\w-]{2,24}(?:, | and |, and )){0,6}@?[a-z][\w-]{2,24})(?![\w@/.(]*\w)"
)
_ROLES = frozenset(
    ("moderators", "moderator", "admins", "admin", "maintainers", "maintainer", "contributors", "contributor", "volunteers", "volunteer", "users", "developers", "developer", "sysadmins", "sysadmin", "members", "member", "players", "player", "streamers", "streamer")
)  # fmt: skip
_COMMITS = re.compile(
    r"(?:commits?|PRs?|patch(?:es)?|pull requests?) (?:by|from) @?([a-z][\w-]{2,30})(?![\w@/.(]*\w)"
)
_COMMITTED = frozenset(("commit", "commits", "pr", "prs", "patch", "patches", "requests", "request"))


def _in_roles(tokens: Tokens) -> Iterator[Hit]:
    for match in at_words(tokens, _ROLES, _OF_ROLE):
        for name in _ONE.finditer(tokens.text, *match.span(1)):
            if name.group() != "and" and may_be(name.group()):
                yield handle_hit(name.start(), name.group(), 0.65)
    for one in at_words(tokens, _COMMITTED, _COMMITS):
        nick = one.group(1)
        if may_be(nick) or (nick.count("-") > 1 and _MACHINES.isdisjoint(nick.split("-"))):
            yield handle_hit(one.start(1), nick, 0.65)


def find_placed_accounts(tokens: Tokens) -> Iterator[Hit]:
    """Accounts behind "merged by", behind commands that take one, and those that act in a sentence."""
    text = tokens.text
    yield from _signed_by(tokens)
    yield from _in_roles(tokens)
    yield from _taken(text)
    for digits in _DIGITS.finditer(text):
        head = _LETTERS.search(text, max(0, digits.start() - 24), digits.start())
        name = text[head.start(1) : digits.end()].partition(" ")[0] if head else ""
        if head and not is_english(head.group(1)) and head.group(1) not in PRODUCTS and may_be(name):
            yield handle_hit(head.start(1), name, 0.65)
