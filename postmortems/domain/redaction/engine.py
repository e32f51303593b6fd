"""Puts the detectors together: overlaps settled, replacements consistent, positions of the text as given."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace

from postmortems.domain.redaction.addresses import find_addresses, find_emails, find_phones, find_spelled
from postmortems.domain.redaction.customers import find_customers
from postmortems.domain.redaction.figures import find_figures
from postmortems.domain.redaction.findings import GRAVITY, Finding, Hit, Lists
from postmortems.domain.redaction.host_columns import find_in_columns
from postmortems.domain.redaction.host_lists import find_in_lists
from postmortems.domain.redaction.host_nouns import find_by_nouns
from postmortems.domain.redaction.host_roles import find_in_roles
from postmortems.domain.redaction.host_said import find_again, find_said
from postmortems.domain.redaction.host_siblings import find_by_siblings
from postmortems.domain.redaction.host_titles import find_in_titles
from postmortems.domain.redaction.hosts import find_hosts
from postmortems.domain.redaction.initialled import find_initialled_accounts
from postmortems.domain.redaction.links import find_links
from postmortems.domain.redaction.listed import find_listed
from postmortems.domain.redaction.nicks import find_nicknames
from postmortems.domain.redaction.people import find_people
from postmortems.domain.redaction.positions import tokenize
from postmortems.domain.redaction.pseudonyms import Pseudonyms, own_spans
from postmortems.domain.redaction.references import find_references
from postmortems.domain.redaction.replacing import Namer
from postmortems.domain.redaction.roster_exact import find_exact
from postmortems.domain.redaction.secrets import find_secrets
from postmortems.domain.redaction.senders import find_senders
from postmortems.domain.redaction.strangers import find_strangers
from postmortems.domain.redaction.view import View, view

_NOBODY = Lists()
_HANDLE_BEFORE = re.compile(r"(?<!\w)@\w{1,30}\Z")
_REMOTE = re.compile(r"\bgit@[\w.-]+:[\w./-]+")


def _within(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether start..end lies inside one of the sorted, disjoint spans."""
    index = bisect_right(spans, (start, 10**12)) - 1
    return index >= 0 and spans[index][0] <= start and end <= spans[index][1]


def _touches(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_right(spans, (start, 10**12)) - 1
    return (index >= 0 and spans[index][1] > start) or (index + 1 < len(spans) and spans[index + 1][0] < end)


def _collect(seen: View, lists: Lists) -> list[Hit]:
    text, lower = seen.text, seen.lower
    domains = tuple(
        domain.strip().lower().lstrip("*.@") for domain in lists.internal_domains if domain.strip(" *.@")
    )
    links, public = find_links(text, domains)
    public += [match.span() for match in _REMOTE.finditer(text)] if "git@" in text else []
    public.sort()
    tokens = tokenize(text, lower)
    people = [*find_people(tokens, lists.people), *find_exact(seen, lists.people)]
    sure = [
        *find_secrets(tokens),
        *find_emails(text),
        *find_spelled(text),
        *find_addresses(text),
        *find_listed(text, lists.customers, lists.internal_words),
    ]
    sure += people
    shaky = [
        *find_phones(tokens),
        *find_hosts(tokens, domains),
        *find_by_nouns(tokens),
        *find_in_lists(tokens),
        *find_in_columns(tokens),
        *find_by_siblings(tokens),
        *find_said(tokens),
        *find_in_roles(tokens),
        *find_in_titles(tokens),
        *find_references(tokens),
        *find_figures(text, lower),
        *find_customers(tokens),
        *find_strangers(tokens, sure),
        *find_nicknames(tokens),
        *find_initialled_accounts(tokens),
        *find_senders(tokens),
    ]
    shaky += find_again(tokens, shaky)
    # In a public link only what is surely ours is hidden: names of the lists, secrets, addresses, and handles of people.
    kept = [hit for hit in shaky if hit.kind == "handle" or not _within(public, hit.start, hit.end)]
    return links + sure + kept


def _settle(hits: Iterable[Hit], own: list[tuple[int, int]]) -> list[Hit]:
    """Hits that do not overlap: the longer wins, then the graver; what a loser covers beyond the winner stays hidden."""
    order = sorted(
        hits, key=lambda hit: (-(hit.end - hit.start), GRAVITY.get(hit.kind, 9), hit.start, -hit.confidence)
    )
    secrets = sorted((hit for hit in order if hit.kind == "secret"), key=lambda hit: hit.start)
    chosen: list[tuple[int, int]] = []
    kept: dict[int, Hit] = {}
    for hit in order:
        for start, end in _free(chosen, hit.start, hit.end):
            if (start, end) != (hit.start, hit.end) and hit.confidence < 0.9 and end - start < 3:
                continue
            if _touches(own, start, end):
                continue
            chosen.insert(bisect_right(chosen, (start, end)), (start, end))
            kept[start] = _gravest(Hit(start, end, hit.kind, hit.confidence, hit.why, hit.key), secrets)
    return [kept[start] for start, _ in chosen]


def _gravest(hit: Hit, secrets: list[Hit]) -> Hit:
    """A link or an address that holds a secret is reported, and replaced, as a secret."""
    if hit.kind in ("internal-url", "email", "aws-account"):
        index = bisect_left(secrets, hit.start, key=lambda secret: secret.start)
        if index < len(secrets) and secrets[index].end <= hit.end:
            return replace(secrets[index], start=hit.start, end=hit.end)
    return hit


def _free(chosen: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """The parts of start..end that no chosen span covers."""
    parts: list[tuple[int, int]] = []
    index = max(bisect_right(chosen, (start, 10**12)) - 1, 0)
    while index < len(chosen) and chosen[index][0] < end:
        left, right = chosen[index]
        if right > start:
            if left > start:
                parts.append((start, left))
            start = max(start, right)
        index += 1
    return [*parts, (start, end)] if start < end else parts


def scan(text: str, lists: Lists = _NOBODY, *, pseudonyms: Pseudonyms | None = None) -> tuple[Finding, ...]:
    """What in a text should not be published, sorted and never overlapping; positions count characters of the text."""
    seen = view(text)
    own = own_spans(seen.text)
    hits = [hit for hit in _settle(_collect(seen, lists), own) if seen.text[hit.start : hit.end].strip()]
    namer = Namer(lists, pseudonyms if pseudonyms is not None else Pseudonyms())
    replacements = namer.replacements(hits, seen.text)
    findings: list[Finding] = []
    past = 0
    for hit, replacement in zip(hits, replacements, strict=True):
        start, end = seen.back(hit.start, hit.end)
        lead = _HANDLE_BEFORE.search(text, max(0, start - 32), start) if hit.kind == "person" else None
        # A name at the end of a handle: the handle goes with it.
        start = lead.start() if lead else start
        start = max(start, past)
        if start < end:
            findings.append(
                Finding(
                    start,
                    end,
                    hit.kind,
                    text[start:end],
                    _apart(text, start, end, replacement),
                    hit.confidence,
                    hit.why,
                )
            )
            past = end
    return tuple(findings)


def _apart(text: str, start: int, end: int, replacement: str) -> str:
    """The replacement, kept apart from letters it would grow together with: a name may stand inside a longer word."""
    before = " " if start and text[start - 1].isalnum() and replacement[:1].isalnum() else ""
    after = " " if text[end : end + 1].isalnum() and replacement[-1:].isalnum() else ""
    return f"{before}{replacement}{after}"


def redact(
    text: str, lists: Lists = _NOBODY, *, pseudonyms: Pseudonyms | None = None
) -> tuple[str, tuple[Finding, ...]]:
    """The text with every replacement made, and the findings, whose positions are those of the text as given."""
    findings = scan(text, lists, pseudonyms=pseudonyms)
    parts: list[str] = []
    past = 0
    for finding in findings:
        parts += (text[past : finding.start], finding.replacement)
        past = finding.end
    return "".join([*parts, text[past:]]), findings
