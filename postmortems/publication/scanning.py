"""What in a summary's text must not leave the house, less what a person has settled."""

from __future__ import annotations

from dataclasses import dataclass

from postmortems.coaching.queries import house, load_record
from postmortems.domain import language, redaction
from postmortems.models import Involved, OrganisationList, Postmortem, PublicSummary, Settled

CONTEXT = "context"
"""The kind of a finding that no detector can replace: "the only night-shift DBA"."""


@dataclass(frozen=True)
class Spotted:
    """A finding of the detectors and the field it stands in ("title", "lede", "slug", "part-impact", "promise-3")."""

    place: str
    field: str
    finding: redaction.Finding


@dataclass(frozen=True)
class Worded:
    """A finding of the coach in the public text, and where it stands."""

    place: str
    field: str
    finding: language.Finding


def _names_of(person: Involved) -> list[str]:
    """What the roster calls somebody, and what their account does; of "Ada" and "Ada Obi" the longer says both."""
    names = [person.name, person.user.display_name] if person.user else [person.name]
    words = [set(name.casefold().split()) for name in names]
    return [
        name
        for at, name in enumerate(names)
        if name.strip() and not any(words[at] < other for other in words) and name not in names[:at]
    ]


def lists_for(postmortem: Postmortem) -> redaction.Lists:
    """The roster of the postmortem and the lists the organisation keeps; two queries."""
    roster = Involved.objects.filter(postmortem=postmortem).select_related("user")
    people = [
        redaction.Person(name=name, handles=tuple(person.handles), role=person.role)
        for person in roster
        for name in _names_of(person)
    ]
    words: dict[str, list[str]] = {"customer": [], "domain": [], "word": []}
    for kind, value in OrganisationList.objects.values_list("kind", "value"):
        words[kind].append(value)
    return redaction.Lists(
        people=tuple(people),
        customers=tuple(words["customer"]),
        internal_domains=tuple(words["domain"]),
        internal_words=tuple(words["word"]),
    )


def fields_of(summary: PublicSummary):
    """(place, field, text) of everything that would become public, the address included."""
    yield "Title", "title", summary.title
    # The address is read word by word, as people read it.
    yield "Address", "slug", summary.slug.replace("-", " ")
    yield "Opening", "lede", summary.lede
    for part in summary.parts:
        yield part["title"], f"part-{part['key']}", part["body"]
    for name in summary.services:
        yield "Services", "services", name
    yield "Correction note", "correction_note", summary.correction_note
    for picture in summary.pictures.filter(in_text=True).only("alternative_text", "caption", "summary_id"):
        yield "Picture", f"picture-{picture.pk}", picture.alternative_text
        yield "Picture", f"picture-{picture.pk}", picture.caption
    for repeat in summary.repeats.filter(is_told=True):
        yield "Repeat", f"repeat-{repeat.pk}", repeat.wording
    for promise in summary.promises.all():
        yield "Promise", f"promise-{promise.pk}", promise.wording


def open_findings(summary: PublicSummary) -> list[Spotted]:
    """What a person still has to settle: replace, reword, or keep with a reason."""
    lists = lists_for(summary.postmortem)
    kept = set(Settled.objects.filter(summary=summary, decision="kept").values_list("kind", "excerpt"))
    return [
        Spotted(place, field, finding)
        for place, field, text in fields_of(summary)
        for finding in (*redaction.scan(text, lists), *_recognised(text))
        if (finding.kind, finding.excerpt[:300]) not in kept
    ]


def _recognised(text: str) -> list[redaction.Finding]:
    """Passages by which somebody may be recognised without a name; reworded by a person, never replaced."""
    return [
        redaction.Finding(one.start, one.end, CONTEXT, one.excerpt, "", 0.5, one.why)
        for one in redaction.context_warnings(text)
    ]


def wording(summary: PublicSummary) -> list[Worded]:
    """What the coach says to the public text by the organisation's rules, *block* and *warn* only.

    Without the wordings that people let stand in this postmortem: an override in writing holds here too.
    """
    rules, record = house(), load_record(summary.postmortem_id)
    return [
        Worded(place, field, finding)
        for place, field, text in fields_of(summary)
        for finding in rules.check(text, scope="public").findings
        if finding.severity in ("block", "warn") and not record.stands(finding)
    ]
