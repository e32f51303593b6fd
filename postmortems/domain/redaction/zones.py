"""What a dotted name says by its labels: inside the house, a public site, or no host at all."""

from __future__ import annotations

import re
from functools import lru_cache

from postmortems.domain.redaction.words import section

INTERNAL_TOP = section("internal_top")
# Zones that are also words, endings of files or parts of code: they need a name with a number, a hyphen or three labels before them.
_DOUBTFUL_TOP = section("doubtful_top")
INSIDE_PARTS = section("inside_parts")
INSIDE_LABEL = section("inside_label")
_TOP = section("top_domains")
_SECOND = frozenset(("co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go", "nom", "sch"))
_CODE_HEADS = section("code_heads")
_PUBLIC_LABEL = section("public_labels")
_MIRRORS = frozenset(("repo", "mirror", "mirrors", "cdn", "packages", "download", "downloads"))
_PUBLIC_SITES = section("public_sites")
_ENV_PARTS = section("env_parts")
_ROLE_PARTS = section("role_parts")
_ROLE_ENDS = ("relay", "server", "mail", "proxy", "gateway", "router", "switch", "host", "node", "backup")
_CLOUD = re.compile(
    r"\.(?:rds|elb|cache|compute|es|eks|redshift|dkr\.ecr|execute-api|elasticbeanstalk|kafka|docdb|efs|s3)(?:[.-][a-z0-9-]{1,30}){0,4}\.amazonaws\.com(?:\.cn)?$"
    r"|\.(?:database\.windows\.net|cloudapp\.(?:azure\.com|net)|blob\.core\.windows\.net|vault\.azure\.net|azurewebsites\.net|azmk8s\.io|"
    r"run\.app|cloudfunctions\.net|appspot\.com|elastic-cloud\.com|mongodb\.net|rds\.aliyuncs\.com|redis\.cache\.windows\.net|ts\.net|in-addr\.arpa|ip6\.arpa|"
    r"your-server\.de|googleusercontent\.com|linodeusercontent\.com|compute-1\.amazonaws\.com)$"
)


@lru_cache(maxsize=4096)
def is_inside(name: str) -> bool:
    """Whether a dotted name in small letters (db.fra.corp, ip-10-0-0-1.ec2.internal) leads to a machine of a house."""
    labels = name.split(".")
    top = labels[-1]
    if top in INTERNAL_TOP or ".".join(labels[-2:]) in ("home.arpa", "test.internal", "dev.local"):
        return True
    if top in _DOUBTFUL_TOP:
        return len(labels) > 2 or _numbered(labels[0])
    if _CLOUD.search(name):
        return True
    if top not in _TOP or len(labels) < 3 or labels[0] in _CODE_HEADS:
        return False
    own = _own_labels(labels)
    return bool(own) and not is_public(name) and _deep(own)


def _own_labels(labels: list[str]) -> list[str]:
    """What stands before the name of the site: "db.eu" of db.eu.example.co.uk."""
    return labels[: -3 if len(labels[-1]) == 2 and labels[-2] in _SECOND else -2]


def has_top(name: str) -> bool:
    """Whether a dotted name ends as names of hosts do."""
    top = name.rpartition(".")[2]
    return top in _TOP or top in INTERNAL_TOP or top in _DOUBTFUL_TOP


@lru_cache(maxsize=1024)
def is_public(name: str) -> bool:
    """Whether a dotted name is a page for everybody: www and docs of any site, and the sites that everybody uses."""
    labels = name.split(".")
    own = _own_labels(labels)
    return (
        not own
        or own[0] in _PUBLIC_LABEL
        or not _MIRRORS.isdisjoint(own)
        or ".".join(labels[len(own) :]) in _PUBLIC_SITES
    )


def _deep(own: list[str]) -> bool:
    """Whether what stands before the site's own name is deeper than a public page goes, or names a machine or a stage."""
    if len(own) > 1:
        return True
    return _machine_like(own[0]) or own[0] in INSIDE_PARTS


def _numbered(label: str) -> bool:
    return (
        "-" in label
        or any(char.isdigit() for char in label)
        or label in _ROLE_PARTS
        or label.endswith(_ROLE_ENDS)
    )


def _machine_like(label: str) -> bool:
    """Whether a label has the form of a machine's name: db03, cache-fra, srv2-east."""
    parts = re.findall(r"[a-z]+|\d+", label)
    words = [part for part in parts if part.isalpha()]
    known = [word for word in words if word in _ROLE_PARTS or word in _ENV_PARTS]
    if not known or len(parts) < 2:
        return False
    return parts[-1].isdigit() or len(known) > 1 or (parts[0].isalpha() and len(words) > 1)
