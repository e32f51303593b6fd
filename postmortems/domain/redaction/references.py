"""Finds chat channels, handles, tickets, cloud accounts and other references that only mean something inside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english, is_nickname
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import Tokens, at, at_words
from postmortems.domain.redaction.words import section
from postmortems.domain.redaction.zones import has_top

_CHANNEL = re.compile(r"(?<![\w&/#:=?.\]-])(?<!\]\()(?<!\]: )(?<!\(')#([a-z][a-z0-9_-]{1,79})(?![\w(])")
_CHANNEL_NAMES = frozenset(("channel", "channels"))
_OF_PAGE = re.compile(r"\b(?:heading|section|anchor|fragment|selector|element|div|tag|id)s? [`\"']?$", re.I)
_CHANNEL_WORD = re.compile(
    r"(?<![\w.])([a-z][a-z0-9_-]{2,60}|(?:[a-z0-9_]{2,30}\.){1,4}[a-z0-9_]{2,40})(?= (?:[Ss]lack |chat |[Dd]iscord |[Kk]eybase |IRC |irc |[Tt]eams |private |public )*$)"
)
_DOTTED_CHANNEL = re.compile(r"(?<![\w./@:-])(?:[a-z0-9]+_[a-z0-9_]+)(?:\.[a-z0-9_]{2,40}){1,4}(?![\w(./=])")
_NOT_CHANNEL = re.compile(
    r"^(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8}|include|define|ifdef|ifndef|endif|pragma|undef|else|elif|import|region|endregion|hugops|semver|root|main|app|content|top|action|info|agreed|topic|startmeeting|endmeeting|link|idea|help|chair|accepted|rejected|undo|meetingname|nick|agreed|l\d+|todo|issuecomment-?\d*|diff-[0-9a-f]+|fixme)$"
)
_HANDLE = re.compile(
    r"(?<![\w@/.:+=)\]-])@([A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9]))*)(?![\w/@(=-]|:\S|\.\w)"
)
_HANDLE_IN_LINK = re.compile(r"(?<=/)@([A-Za-z0-9_.-]{2,40})(?![\w/])")
_HANDLE_LIKE = re.compile(r"(?<![\w@.-])[a-z0-9](?:[a-z0-9_.-]*[a-z0-9_])?(?![\w-])")
_NOT_HANDLE = re.compile(
    r"^(?:here|channel|everyone|all|on-?call|backup|primary|secondary|latest|next|main|master|head|v?\d[\w.]*|override|deprecated|test|before|after|beforeeach|autowired|bean|inject|"
    r"property|staticmethod|classmethod|dataclass|media|import|charset|keyframes|param|params|return|returns|throws|see|since|todo|type|example|"
    r"suppresswarnings|nullable|notnull|component|service|controller|entity|transactional|app\..*|pytest\..*|functools\..*|sha\d+|\d+x|\d+|i|at|op|scope|click|mentions?|user(?:name)?|handle|org|namespace|foo|bar|\w{1,30}_required|require_\w{1,30}|\w{1,30}\.(?:atomic|fixture|task|route|command|property|setter|cached?|mark\.\w+)|\w{0,30}bot)$",
    re.I,
)
_USER_NAMED = re.compile(
    r"\b(?:users?(?: ?id)?|username|account|member|handle|(?:log(?:in|ged in|s in)|sudo|su|ssh|signed in) as|login|uid|operator|nick(?:name)?)(?:,| is| was)?[ :=]{1,2}[`\"']?([a-z][a-z0-9]*[_.][a-z0-9_.]{1,40}|[a-z]{2,20}\d{1,6})\b(?![(=/.])",
    re.I,
)
_NICKS = re.compile(
    r"(?:^|\n)[ \t]{0,8}(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?[ \t]{0,4})?<[@+~%&]?([A-Za-z][\w.|-]{1,30})> "
)
_TICKET = re.compile(
    r"(?<![\w./=&?-])([A-Z][A-Z0-9]{1,11})-((?!20[0-3]\d[01]\d)\d{1,9})(?:-[A-Z]{2})?(?![\w-]|\.\d)"
)
_MODEL_BEFORE = re.compile(
    r"\b(?:models?|type|part(?: (?:no\.?|number))?|sku|chip(?:set)?|cable|standard|series|form|class|route|train|flight|motor|engine|sensor|pump|valve|tank|transmitter|loop|breaker|feeder|line|gate|platform|bay|unit|room|seat|berth|runway|highway|road) ?:? ?[\[(\"]?$",
    re.I,
)
_TICKET_BEFORE = re.compile(r"\b(?:jira|ticket|issue|story|bug|epic|task)s? ?:? ?[\[(]?$", re.I)
_NOT_TICKET = section("not_ticket")
_TICKET_NUMBER = re.compile(
    r"\b(?:INC|CHG|PRB|PTASK|SCTASK|RITM|REQ|TASK|CASE|CS|KB(?!\d{6,7}\b)|SR)\d{6,13}\b|\bQ-?\d{5,}-\d+\b|\bSR #?\d{1,2}-\d{8,12}\b|(?<![\w./-])T\d{5,7}(?![\w-])|\bRT ?#\d{3,8}\b"
)
_TICKET_ABROAD = re.compile(r"\w+(?: nr\.?| no\.?| #|:| n°)?:? ?#?([A-Z]{0,4}-?\d[\d-]{4,14})(?![\w.:]*\d)")
_ABROAD = frozenset(("ticketnummer", "ticketnr", "vorgangsnummer", "vorgang", "storungsnummer", "zgloszenie", "saksnummer", "arendenummer", "arende", "chamado", "meldingsnummer", "stornummer", "auftragsnummer", "kundennummer", "vertragsnummer"))  # fmt: skip
_TICKET_NAMED = re.compile(
    r"\b(?:(?:ticket|case|change request|support request|service request|jira|zendesk|servicenow|bug|task|story|epic)(?: (?:number|no\.?|id))?[ :]{1,2}"
    r"(?:SR )?(#\d{3,12}|\d{1,2}-\d{8,12}|\d{4,12}|[A-Z]{1,6}\d{4,12})|(?:pagerduty|opsgenie|victorops|freshdesk|intercom|rootly|firehydrant)(?: (?:incident|alert|ticket|case))?[ :]{1,2}((?=[A-Z0-9]{0,14}\d)(?=[A-Z0-9]{0,14}[A-Z])(?-i:[A-Z0-9]{6,16}))|(?:incident|change|problem|request|order|alert)(?: (?:number|no\.?|id))?[ :]{1,2}(#\d{3,12}|#(?=[A-Z0-9]{0,12}\d)[A-Z0-9]{6,14}|[A-Z]{1,6}\d{4,12}))(?![\w:-]|\.\d|%)",
    re.I,
)
# Looking for the rare part first is far cheaper than trying every word of a long text.
_TWELVE = re.compile(r"\d{4}-?\d{4}-?\d{4}")
_CLOUD_MARK = re.compile(r"/subscriptions/|projects/|[0-9a-f]{8}-[0-9a-f]{4}-")
_ARN = re.compile(r"\barn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:(?:\d{6,12}|aws)?:[^\s\"'`<>,;)\]}]{1,300}")
_ACCOUNT = re.compile(
    r"\b(?:aws|amazon|accounts?|acct|account[-_ ]?id|subaccount|org(?:anization)?|payer)\b(?:[^\n\d]|(?<!\d)\d{1,3}(?!\d)){0,40}?\b(\d{12}|\d{4}-\d{4}-\d{4})(?![\w-])|\b(\d{12}|\d{4}-\d{4}-\d{4})(?= ?\)? ?(?:aws|account|\((?:prod|staging|dev|aws)))|\b(\d{12})(?=\.dkr\.ecr\.|:(?:role|user|root|policy)\b)",
    re.I,
)  # fmt: skip
# Numbers of accounts that stand alone, where a text is about accounts and roles; no times (20240102…), no counts of bytes.
_BARE = re.compile(
    r"(?<![\w./:+-])(?!20[0-3]\d[01]\d)(?!1[5-9]\d{8}\b)\d{11,12}(?![\w./:-]|,\d| ?(?:bytes|[kKMG]?i?B\b|ms\b|ns\b|us\b|rows|requests|records|tokens|events|messages|items|%))"
)
_CLOUD_WORDS = section("cloud_words")
_PROJECT_WORDS = frozenset(("project", "projectid", "gcp", "google", "gcloud"))
_PROJECT = re.compile(
    r"(?:project[_-]?id[\"']?\s?[=:]\s?[\"'`]?|(?<=--)project[= ]|(?<=config set )project |(?:gcp|google cloud|gcloud) project [`\"']?|project,?\s[(`\"']{1,2}(?=[a-z0-9]*-))"
    r"(?=[a-z]{0,28}[-0-9])([a-z][a-z0-9-]{4,28}[a-z0-9])(?![\w.-])",
    re.I,
)
_PROJECT_NUMBER = re.compile(
    r"\bproject[_ -]?(?:number|no\.)[\"']?[ :=#]{1,3}[\"'`]?(\d{9,13})(?![\w-])|\bprojects/(\d{9,13})(?![\w-])",
    re.I,
)
_BILLED = re.compile(r"project [`\"']?([a-z][a-z0-9]*(?:-[a-z0-9]+){1,4})(?![\w./-])")
_SERIAL = re.compile(
    r"(?:serial|asset|imei|iccid|service tag|chassis id)(?: tag)?(?: numbers?| no\.?| id)?(?: is| was|:|=)? ?#?((?=[A-Z\d-]{0,19}\d)(?-i:[A-Z\d][A-Z\d-]{6,19}))(?![\w-])",
    re.I,
)
_SERIALS = frozenset(("serial", "asset", "imei", "iccid", "service", "chassis"))
_MEETING = re.compile(
    r"\b(?:meeting|conference|webinar|zoom|webex|bridge)(?: (?:id|number|no\.?))?\s?[:#]?\s?(\d{3}[ -]\d{3,4}[ -]\d{3,4})(?![\w-])",
    re.I,
)
_CLOUD_PATH = re.compile(
    r"/subscriptions/[0-9a-f-]{36}(?:/[^\s\"'`<>,;)]{0,300})?|\bprojects/[a-z][a-z0-9-]{4,30}/(?:zones|regions|locations|instances|topics|subscriptions|secrets|serviceAccounts)/[^\s\"'`<>,;)]{1,200}"
    r"|(?i:\b(?:subscription|tenant|directory)(?:[ _-]?id)?[ :=]{1,3}[\"']?)([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})",
)  # fmt: skip
_HEX = re.compile("-[0-9a-f]{8}")
_RESOURCE = re.compile(
    r"(?<![\w./-])(?:i|vpc|subnet|sg|vol|eni|snap|rtb|igw|nat|eipalloc|eipassoc|pcx|vgw|cgw|tgw|acl|lt|fs|r|dopt|vpce|lgw)-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![\w-])"
)
_RECORD = re.compile(
    r"\b(?:customer|policy|claim|passport|patient|student|employee|staff|badge|identity|national|membership|booking|meter|tenant|account|user|org|organisation|organization|workspace|merchant|client|order|invoice|contract)[-_ ]?(?:id|no\.?|number|#)[\"']?[ :=#]{1,3}[\"'`]?([A-Za-z]{0,6}[-_]?\d{3,20}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![\w])"
    r"|\bIDs? (?:no\.? |number )?(\d{9,14})(?![\w-])"
    r"|\b(?:contract|policy|invoice|order|booking|reservation|claim|membership|loyalty|subscription|meter|customer)(?: (?:no\.?|number|id|#))? ((?-i:[A-Z]{1,4})-?\d{3,10}(?:[-/]\d{1,8}){0,3})(?![\w-])",
    re.I,
)
# Our own: "PM-2026-014", and links without a host into the pages behind the sign-in.
_OWN_REFERENCE = re.compile(r"(?<![\w-])PM-\d{4}-\d{3,6}(?![\w-])")
_OWN_LINK = re.compile(
    r"(?<=\]\()/(?:postmortems|actions|search|accounts|comments)/[^)\s]{0,300}|(?<![\w/.])/(?:postmortems|actions)/\d+/[\w/-]{0,200}"
)
_NUMBERED = frozenset(
    ["inc", "chg", "prb", "ptask", "sctask", "ritm", "req", "task", "case", "cs", "kb", "q", "t", "sr", "rt"]
)
_TICKET_WORDS = section("ticket_words")
_USER_WORDS = section("user_words")
_RECORD_WORDS = section("record_words")
WHY_ACCOUNT = "The number of a cloud account or one of its resources stands here."
_MEETING_WORDS = frozenset(("meeting", "conference", "webinar", "zoom", "webex", "bridge"))
WHY_OWN = "This names a page of ours that readers can't open."
WHY_TICKET = "A ticket number only helps people who can open the ticket."


def _channels(tokens: Tokens) -> Iterator[Hit]:
    text = tokens.text
    why = "The name of one of our chat channels stands here."
    for match in _CHANNEL.finditer(text):
        about = _OF_PAGE.search(text, max(0, match.start() - 12), match.start())
        if not _NOT_CHANNEL.match(match.group(1)) and about is None:
            yield Hit(match.start(), match.end(), "channel", 0.93, why)
    ends = (tokens.spans[index][0] for index in at(tokens, _CHANNEL_NAMES))
    before = (_CHANNEL_WORD.search(text, max(0, end - 110), end) for end in ends)
    for match in filter(None, before):
        if "-" in match.group(1) or "_" in match.group(1):
            yield Hit(match.start(), match.end(), "channel", 0.75, why)
    for match in _DOTTED_CHANNEL.finditer(text) if "channel" in text or "eybase" in text else ():
        if match.group().count("_") >= 2:
            yield Hit(match.start(), match.end(), "channel", 0.6, why)


def _handles(tokens: Tokens) -> Iterator[Hit]:
    text, lower = tokens.text, tokens.lower
    why = "A handle leads to a person."
    # "<user>@db.example.org" is a machine, ">@sam</a>" a handle.
    found = [
        match
        for match in _HANDLE.finditer(text)
        if not _NOT_HANDLE.match(match.group(1))
        and not text.startswith("` decorator", match.end())
        and not ("." in match.group(1) and text[match.start() - 1 : match.start()] == ">")
    ]
    found += list(_HANDLE_IN_LINK.finditer(text))
    for match in found:
        yield Hit(match.start(), match.end(), "handle", 0.92, why, "handle:" + match.group(1).lower())
    # A handle seen once with its sign is found again without it, in a profile link for instance.
    names = {match.group(1).lower() for match in found}
    names = {name for name in names if len(name) >= 5 or is_nickname(name)}
    for again in _HANDLE_LIKE.finditer(lower) if names else ():
        # "@summer" says nothing of "in summer".
        linked = text[again.start() - 1 : again.start()] in ("/", "@") or not is_english(again.group())
        if again.group() in names and linked:
            yield Hit(again.start(), again.end(), "handle", 0.85, why, "handle:" + again.group())
    for matches in (at_words(tokens, _USER_WORDS, _USER_NAMED), _NICKS.finditer(text)):
        for match in matches:
            site = "." in match.group(1) and has_top(match.group(1).lower())
            if not site and not _NOT_HANDLE.match(match.group(1)):
                yield Hit(
                    match.start(1), match.end(1), "handle", 0.8, why, "handle:" + match.group(1).lower()
                )


def _tickets(tokens: Tokens) -> Iterator[Hit]:
    text = tokens.text
    for match in _TICKET.finditer(text):
        prefix = match.group(1)
        named = _TICKET_BEFORE.search(text, max(0, match.start() - 12), match.start()) is not None
        part = len(prefix) < 4 and prefix[0].isalpha() and prefix[1:].isdigit()  # E5-2670, H2-1
        model = _MODEL_BEFORE.search(text, max(0, match.start() - 16), match.start()) is not None
        if named or (
            not model
            and prefix not in _NOT_TICKET
            and not part
            and (len(match.group(2)) > 1 or len(prefix) > 2)
        ):
            yield Hit(match.start(), match.end(), "ticket", 0.88, WHY_TICKET)
    for match in at_words(tokens, _ABROAD, _TICKET_ABROAD):
        yield Hit(match.start(1), match.end(1), "ticket", 0.8, WHY_TICKET)
    for match in at_words(tokens, _NUMBERED, _TICKET_NUMBER):
        yield Hit(match.start(), match.end(), "ticket", 0.9, WHY_TICKET)
    for match in at_words(tokens, _TICKET_WORDS, _TICKET_NAMED):
        group = match.lastindex or 1
        yield Hit(match.start(group), match.end(group), "ticket", 0.75, WHY_TICKET)


def _accounts(tokens: Tokens) -> Iterator[Hit]:
    text, why = tokens.text, WHY_ACCOUNT
    for match in _ARN.finditer(text) if "arn:aws" in text else ():
        if ":aws:policy/" not in match.group():
            end = match.start() + len(match.group().rstrip(".:"))
            yield Hit(match.start(), end, "aws-account", 0.97, why)
    for pattern, mark in ((_ACCOUNT, _TWELVE), (_CLOUD_PATH, _CLOUD_MARK)):
        for match in pattern.finditer(text) if mark.search(text) else ():
            group = next((index for index, value in enumerate(match.groups(), 1) if value), 0)
            yield Hit(match.start(group), match.end(group), "aws-account", 0.92, why)
    for match in _RESOURCE.finditer(text) if _HEX.search(text) else ():
        yield Hit(match.start(), match.end(), "internal-ref", 0.9, why)
    yield from _projects(tokens)


def _projects(tokens: Tokens) -> Iterator[Hit]:
    text, why = tokens.text, WHY_ACCOUNT
    for match in _PROJECT_NUMBER.finditer(text) if "project" in tokens.lower else ():
        yield Hit(*match.span(match.lastindex or 1), "aws-account", 0.85, why)
    for match in at_words(tokens, _PROJECT_WORDS, _BILLED) if "billing" in tokens.places else ():
        yield Hit(match.start(1), match.end(1), "aws-account", 0.7, why)
    for match in at_words(tokens, _PROJECT_WORDS, _PROJECT):
        yield Hit(match.start(1), match.end(1), "aws-account", 0.8, why)


def _own(text: str) -> Iterator[Hit]:
    for match in _OWN_REFERENCE.finditer(text) if "PM-" in text else ():
        yield Hit(match.start(), match.end(), "ticket", 0.9, WHY_OWN)
    for match in _OWN_LINK.finditer(text) if "/postmortems/" in text or "](/" in text else ():
        yield Hit(match.start(), match.end(), "internal-url", 0.95, WHY_OWN)


def find_references(tokens: Tokens) -> Iterator[Hit]:
    """Channels, handles, tickets, cloud accounts, and record numbers."""
    text, lower = tokens.text, tokens.lower
    if "#" in text or "channel" in lower or "_" in text:
        yield from _channels(tokens)
    yield from _own(text)
    yield from _handles(tokens)
    yield from _tickets(tokens)
    yield from _accounts(tokens)
    if not _CLOUD_WORDS.isdisjoint(tokens.words):
        for match in _BARE.finditer(text):
            yield Hit(match.start(), match.end(), "aws-account", 0.75, WHY_ACCOUNT)
    for match in at_words(tokens, _SERIALS, _SERIAL):
        yield Hit(match.start(1), match.end(1), "internal-ref", 0.7, "This number points to a thing of ours.")
    for match in at_words(tokens, _MEETING_WORDS, _MEETING):
        yield Hit(match.start(1), match.end(1), "phone", 0.8, "The number of a meeting stands here.")
    for match in at_words(tokens, _RECORD_WORDS, _RECORD):
        yield Hit(
            *match.span(match.lastindex or 1),
            "internal-ref",
            0.75,
            "This number points to a record in our systems.",
        )
