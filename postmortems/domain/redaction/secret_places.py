"""Secrets known by their place: on a command line, in SQL, in files of passwords, behind \"access code\"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.passwords import PLACEHOLDER, secret_hit
from postmortems.domain.redaction.positions import Tokens, at_words
from postmortems.domain.redaction.words import section

_COMMANDS = (
    # Client programs whose -p takes the password without a space, and those where it stands apart.
    re.compile(
        r"\b(?:mysql\w*|mariadb[\w-]*|mycli|xtrabackup|innobackupex|mariabackup|pt-[a-z-]+)\b[^\n|;`]{0,200}? -p(?:'([^'\n]{2,100})'|\"([^\"\n]{2,100})\"|((?:[^\s\"'`|;&<>]|&(?=\w)){2,100}))"
    ),
    re.compile(
        r"\b(?:sshpass|(?:docker|podman|helm registry|oc|az|skopeo|crane|buildah) login|mongo\w*|smbclient|ipmitool|net use|vncviewer)\b[^\n|;`]{0,200}? -[pP] ?[\"']?([^\s\"'`|;&<>-](?:[^\s\"'`|;&<>]|&(?=\w)){2,100})"
    ),
    re.compile(
        r"\bldap\w+\b[^\n|;`]{0,200}? -w ?[\"']?([^\s\"'`|;&<>-](?:[^\s\"'`|;&<>]|&(?=\w)){2,100})|\bredis-cli\b[^\n|;`]{0,120}? (?:-a|AUTH|auth) ?[\"']?([^\s\"'`|;&<>-](?:[^\s\"'`|;&<>]|&(?=\w)){2,100})"
        r"|\bsnmp\w+\b[^\n|;`]{0,120}? -[cAX] ?[\"']?([^\s\"'`|;&<>-](?:[^\s\"'`|;&<>]|&(?=\w)){2,100})"
    ),
    re.compile(
        r"\brabbitmqctl (?:add_user|change_password|authenticate_user) \S{1,60} [\"']?([^\s\"'`|;]{3,100})|\bhtpasswd -\w*b\w* \S{1,200} \S{1,60} [\"']?([^\s\"'`|;]{3,100})"
        r"|\becho [\"']?[\w.-]{1,40}:([^\s\"'`|;]{3,100})[\"']? ?\| ?(?:sudo )?chpasswd|\becho [\"']?([^\"'|\n]{3,60}?)[\"']? ?\| ?sudo -S|\bpass(?:in|out)? pass:([^\s\"'`|;]{3,100})|\bnet user \S{1,60} ([^\s\"'`|;/]{3,100})"
    ),
    # Handed to a command in its environment: whatever stands there is one, also a word.
    re.compile(
        r"\b(?:REDISCLI_AUTH|PG_?PASSWORD|MYSQL_PWD|MYSQL_ROOT_PASSWORD|POSTGRES_PASSWORD|SSHPASS|RSYNC_PASSWORD|RESTIC_PASSWORD|BORG_PASSPHRASE|VAULT_TOKEN|CONSUL_HTTP_TOKEN|ETCDCTL_PASSWORD|RCLONE_CONFIG_PASS|"
        r"ANSIBLE_BECOME_PASS(?:WORD)?|RABBITMQ_DEFAULT_PASS|MINIO_ROOT_PASSWORD|NATS_PASSWORD|IPMI_PASSWORD|SUDO_PASS(?:WORD)?)=[\"']?([^\s\"'`|;&<>$]{3,100})"
    ),
    re.compile(r"(?:^|\n|> ?|`|\")AUTH (?:\w{1,30} )?([^\s\"'`|;]{6,100})"),
)
_TOOL_WORDS = section("tool_words")
_TOOLS = re.compile(
    r"(?:(?<![A-Za-z])(?:unzip|zip|z\w?|rar|unrar|pdftk|mount\.cifs|xfreerdp|rdesktop|sqlcmd|bcp|sqlplus|isql|mosquitto_\w+|ipmitool|openssl enc|gpg|vault login|op signin|net use|lftp|smbclient|dbaccess|cqlsh|influx|mongo\w*|psexec\S*|wmic))\b"
    r"[^\n`]{0,160}?(?: -[pPkw] ?| /(?:user:\S{1,60} |p:)| -u ?[\w.@-]{1,40},|(?<=[\w.\\])%|(?<= login )|(?<= signin ))[\"']?((?=[^\s\"'`]*[0-9!@#$%^&*])[^\s\"'`|;&<>/-][^\s\"'`|;<>]{3,100})"
)
_SQL = re.compile(
    r"\bidentified\s+(?:with\s+[\w\"']{1,40}\s+)?(?:by|as)\s+(?:password\s+)?(?:'([^'\n]{1,120})'|\"([^\"\n]{1,120})\")|\bpassword\s{0,3}\(?\s{0,3}'([^'\n]{1,120})'",
    re.I,
)
_FILES = re.compile(
    r"(?:^|\n)[\w.*-]{1,80}:(?:\d{2,5}|\*):[\w*-]{1,60}:[\w.*-]{1,60}:([^\s:]{3,100})(?=\n|$)"
    r"|\b(?:login|user(?:name)?)\s+(?!and\b|or\b|&)\S{1,60}\s+(?:password|passwd|pass)\s+(?!(?:is|are|was|were|must|for|to|in|on|of|and|or|with|not|field|reset|has)\b)([^\s\"'`]{3,100})"
    r"|\b(?:login|user(?:name)?|as)\s+\S{1,60}\s+(?:and|with|/)\s+(?:the\s+)?(?:password|passwd|pass)\s+(?!(?:is|are|was|were|must|for|to|in|on|of|and|or|with|not|field|reset|has)\b|present)([^\s\"'`,;)]{4,100}?)(?=[.,;)]|\n|$)",
    re.I,
)
_HASH = re.compile(
    r"\$(?:2[abxy]?|1|5|6|7|8|9|y|apr1|argon2(?:id?|d))\$[^\s:'\"`|,;)]{10,200}|\bpbkdf2_sha\d{1,3}\$\d{1,8}\$[^\s'\"`|,;)]{10,200}|\{S?SHA(?:256|512)?\}[A-Za-z0-9+/=]{20,200}"
)
_PRODUCT_KEY = re.compile(r"-[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){1,5}(?![\w-])")
_KEY_START = re.compile(r"(?<![\w-])[A-Z0-9]{4,6}$")
_CODE_WORDS = section("code_words")
_CODE = re.compile(
    r"\b(?:recovery|backup|2fa|mfa|verification|security|one-time|access|door|gate|alarm|entry|conference|meeting|dial-in|dialin|bridge|host|sim|voicemail|safe|unlock)[ -](?:codes?|pins?|passcodes?|passwords?)"
    r"(?:\s+(?:for|of|to|at) (?:the |our )?(?:[a-z]{2,14} ){1,3}(?:is|was))?(?:\s+(?:is|was|were|of|to)|\s?[:=#])?\s+[\"'`#(]{0,2}((?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{3,30}(?:[#*]|\b))",
    re.I,
)
_PHRASE = re.compile(
    r"\b(?:mnemonic|(?:seed|recovery|backup)[ -](?:phrase|words?))[^\n:=]{0,30}[:=]\s{0,3}[\"'`]?((?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8})",
    re.I,
)
_COMMUNITY = re.compile(
    r"\bsnmp(?:-server|d)? community(?: string)?(?: (?:is|was|set to|=|:))? (?!string|not\b|for\b|and\b|to\b|the\b|from\b|on\b|in\b|that\b|is\b|was\b|set\b|strings\b|name\b)([^\s\"'`]{3,60})|\bcommunity(?:[- ]string)?\s{0,2}(?:is|was|=|:)?\s{0,2}(?:[\"'`]([^\"'`\s]{3,60})[\"'`]|(?<=[:=] )([^\s\"'`]{4,60}))",
    re.I,
)
_OF_COMMANDS = (
    "sudo -S",
    " -p",
    " -P",
    " -w",
    " -a",
    " -c",
    " -b",
    "AUTH",
    "PASS",
    "_PWD=",
    "_TOKEN=",
    "auth ",
    "pass:",
    "rabbitmqctl",
    "chpasswd",
    "net user",
)
_STATES = frozenset(
    (
        "failed",
        "authentication",
        "invalid",
        "error",
        "login",
        "plain",
        "failure",
        "success",
        "required",
        "rejected",
        "accepted",
    )
)
WHY = "A password or key stands in this place."


def _value(match: re.Match[str], sure: float = 0.9) -> Iterator[Hit]:
    """The one group of a pattern that took part, unless it is a placeholder."""
    group = next((index for index, value in enumerate(match.groups(), 1) if value), 0)
    if match.group(group).lower() not in _STATES and not PLACEHOLDER.match(match.group(group)):
        yield secret_hit(match.start(group), match.group(group), sure)


def _patterns(text: str, lower: str) -> Iterator[re.Pattern[str]]:
    """The patterns of which the text holds a mark."""
    if any(mark in text for mark in _OF_COMMANDS):
        yield from _COMMANDS
    if any(mark in lower for mark in ("pass", "identified", ":5432:", ":3306:", ":*:")):
        yield from (_SQL, _FILES)
    if "phrase" in lower or "mnemonic" in lower or "words" in lower:
        yield _PHRASE
    if "community" in lower:
        yield _COMMUNITY


def find_placed(tokens: Tokens) -> Iterator[Hit]:
    """Passwords and keys that only their place gives away."""
    text, lower = tokens.text, tokens.lower
    for pattern in _patterns(text, lower):
        for match in pattern.finditer(text):
            yield from _value(match)
    for match in at_words(tokens, _TOOL_WORDS, _TOOLS):
        yield from _value(match)
    for match in at_words(tokens, _CODE_WORDS, _CODE):
        yield from _value(match)
    for match in _HASH.finditer(text) if "$" in text or "{S" in text else ():
        yield secret_hit(match.start(), match.group())
    yield from _product_keys(text)


def _product_keys(text: str) -> Iterator[Hit]:
    """Keys of licences: groups of one length, letters and digits mixed."""
    for match in _PRODUCT_KEY.finditer(text) if "-" in text else ():
        lead = _KEY_START.search(text, max(0, match.start() - 7), match.start())
        start = lead.start() if lead else match.start() + 1
        parts = text[start : match.end()].split("-")
        mixed = sum(any(map(str.isdigit, part)) and not part.isdigit() for part in parts)
        if mixed > 1 and len(set(map(len, parts))) == 1 and len(parts) > 2:
            yield secret_hit(start, text[start : match.end()])
