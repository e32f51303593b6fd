"""Tells links that lead inside the house from public ones."""

from __future__ import annotations

import ipaddress
import re

from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.zones import INSIDE_LABEL, INSIDE_PARTS, is_inside

# The sign of a link is looked for first, then the scheme before it and the address behind it.
_SCHEME = re.compile(
    r"\b(?:https?|wss?|ftps?|sftp|ssh|git|s3|gs|jdbc:[a-z]+|postgres(?:ql)?|mysql|redis|rediss|amqps?|mongodb(?:\+srv)?|ldaps?|nfs|smb|kafka|tcp|grpc)$",
    re.I,
)
_ADDRESS = re.compile(r"://[^\s<>\"'`|\\]{2,2000}")
_HOST_OF = re.compile(r"^[a-z0-9+.:-]+?://(?:[^/@\s]*@)?(\[[0-9a-f:.]+\]|[^/:?#\s\[\],;]+)", re.I)
_INSIDE_SITE = re.compile(
    r"(?:^|\.)(?:atlassian\.net|slack\.com|freshdesk\.com|freshservice\.com|helpscout\.net|loggly\.com|papertrailapp\.com|sumologic\.com|rollbar\.com|bugsnag\.com|calendar\.google\.com|mail\.google\.com|sites\.google\.com|cloud\.elastic\.co|cloud\.mongodb\.com|clickup\.com|monday\.com|airtable\.com|dropbox\.com|"
    r"1drv\.ms|webex\.com|gotomeeting\.com|app\.circleci\.com|app\.terraform\.io|cloud\.digitalocean\.com|pagerduty\.com|opsgenie\.com|datadoghq\.(?:com|eu)|grafana\.net|sentry\.io|docs\.google\.com|"
    r"drive\.google\.com|sheets\.google\.com|console\.cloud\.google\.com|console\.aws\.amazon\.com|signin\.aws\.amazon\.com|portal\.azure\.com|dev\.azure\.com|"
    r"visualstudio\.com|sharepoint\.com|zendesk\.com|service-now\.com|splunkcloud\.com|notion\.so|notion\.site|linear\.app|zoom\.us|meet\.google\.com|teams\.microsoft\.com|"
    r"okta\.com|my\.salesforce\.com|lightning\.force\.com|newrelic\.com|honeycomb\.io|logz\.io|app\.asana\.com|miro\.com|incident\.io|rootly\.com|firehydrant\.io|victorops\.com|"
    r"lightstep\.com|signalfx\.com|s3\.amazonaws\.com|amazonaws\.com|windows\.net)$",
    re.I,
)  # fmt: skip
_PUBLIC_PAGE = re.compile(
    r"^(?!docs\.google)(?:status|www|docs|help|support|blog|developer|developers|community|api)\.", re.I
)
# A page of somebody's ticket, wherever it is kept.
_TICKET_PAGE = re.compile(
    r"[?&](?:ticket|ticket_?id|case_?id|sys_id|incident_?id|caseid|requestid)=\w|/(?:tickets?|cases?|requests|servicedesk|agent/tickets|support/tickets)/#?\d{3,}|=csm_ticket",
    re.I,
)
_PORT = re.compile(r"^[a-z0-9+.:-]+?://[^/\s]+:(?!(?:80|443|8080|8443)\b)\d{2,5}(?:/|$)", re.I)
WHY_LINK = "This link leads to a place inside the house."


def _clip(url: str) -> str:
    """A link without the punctuation of the sentence or the bracket of Markdown around it."""
    if ")" in url and "(" not in url:
        url = url[: url.index(")")]
    if "]" in url and "[" not in url:
        url = url[: url.index("]")]
    return url.rstrip(".,;:!?*_)]}>")


def _inside_name(host: str, domains: tuple[str, ...]) -> bool:
    host = host.lower().rstrip(".")
    if any(host == domain or host.endswith("." + domain) for domain in domains):
        return True
    if host in (
        "localhost",
        "host",
        "hostname",
        "server",
        "example",
        "domain",
        "your-host",
        "ip",
        "address",
    ) or host.endswith(".localhost"):
        return False
    if "." not in host or is_inside(host):
        return True
    labels = host.split(".")
    if labels[0] in INSIDE_LABEL or not INSIDE_PARTS.isdisjoint(labels[:-2]):
        return len(labels) > 2
    return bool(_INSIDE_SITE.search(host)) and not _PUBLIC_PAGE.search(host)


def _at_port(url: str, host: str) -> bool:
    """Whether a link asks for a port that public pages do not have."""
    return host != "localhost" and not host.endswith(".localhost") and _PORT.match(url) is not None


def _inside(url: str, domains: tuple[str, ...]) -> bool:
    match = _HOST_OF.match(url)
    if not match:
        return False
    host = match.group(1)
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return (
            _inside_name(host, domains)
            or url.lower().startswith(("s3:", "gs:"))
            or _at_port(url, host.lower())
            or _TICKET_PAGE.search(url) is not None
        )
    return not (address.is_loopback or address.is_unspecified)


def find_links(text: str, domains: tuple[str, ...]) -> tuple[list[Hit], list[tuple[int, int]]]:
    """Links inside the house as hits, and the places of the public links, in which nothing else is a name of ours."""
    hits: list[Hit] = []
    public: list[tuple[int, int]] = []
    if "://" not in text:
        return hits, public
    for match in _ADDRESS.finditer(text):
        scheme = _SCHEME.search(text, max(0, match.start() - 20), match.start())
        if scheme is None:
            continue
        start, url = scheme.start(), _clip(scheme.group() + match.group())
        if _inside(url, domains):
            hits.append(Hit(start, start + len(url), "internal-url", 0.95, WHY_LINK))
        else:
            public.append((start, start + len(url)))
    return hits, public
