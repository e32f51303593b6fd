"""What an import finds in a document: frozen values, each with the line it came from and the raw text it was read from."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class ImportedSection:
    """Text for one section: `key` is a template section's key, `title_in_source` the heading as written ("" if none).

    `body` is Markdown as it stood, without the lines that became rows, factors or actions. Sections that the document
    spreads over several headings are joined; the later headings stay in the body. `title_in_source` is part of the
    document and has to be kept where it says more than the section's own title.
    """

    key: str
    title_in_source: str
    body: str
    line: int


@dataclass(frozen=True)
class ImportedEvent:
    """A timeline row: the fields of `timeline.Event`, and `source`, the raw lines (with the table's head, if it had one).

    `at` is None for a row that stands in the timeline without a time that can be read; the time as written is then
    part of `text`.
    """

    at: datetime | None
    precision: str
    approximate: bool
    zone_from: str
    zone: str
    text: str
    line: int
    kind: str
    source_url: str
    end: datetime | None
    source: str


@dataclass(frozen=True)
class ImportedAction:
    """An action item. `state` is "done" or "open", `kind` and `priority` ("" if none) are hints; `detail` is Markdown."""

    title: str
    detail: str
    owner_text: str
    due: date | None
    ticket_url: str
    state: str
    kind: str
    priority: str
    group: str
    line: int
    source: str


@dataclass(frozen=True)
class ImportedFactor:
    """A condition that the document lists among causes; `factor_key` is a guess from the taxonomy, "" when none fits.

    `in_body` says that the text also stands in a section's body, where taking it out would break the story.
    """

    text: str
    factor_key: str
    role: str
    line: int
    source: str
    in_body: bool = False


@dataclass(frozen=True)
class ImportedText:
    """A part of the document that fits nowhere, whole."""

    heading: str
    body: str
    line: int


@dataclass(frozen=True)
class Fact:
    """A moment of the incident stated in the document's metadata, with its zone or naive when it names none."""

    at: datetime
    line: int


@dataclass(frozen=True)
class ImportedPerson:
    """A candidate for the roster: never taken over without a person's word."""

    name: str
    handles: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True)
class ImportedDocument:
    """Everything that was found. `facts` has some of started, detected, acknowledged, mitigated, resolved."""

    title: str
    template_key: str
    severity: str
    kind: str
    metadata: tuple[tuple[str, str, int], ...] = ()
    facts: dict[str, Fact] = field(default_factory=dict)
    services: tuple[str, ...] = ()
    people: tuple[ImportedPerson, ...] = ()
    sections: tuple[ImportedSection, ...] = ()
    events: tuple[ImportedEvent, ...] = ()
    actions: tuple[ImportedAction, ...] = ()
    factors: tuple[ImportedFactor, ...] = ()
    unplaced: tuple[ImportedText, ...] = ()

    def section(self, key: str) -> ImportedSection | None:
        """The section with this key, or None."""
        return next((item for item in self.sections if item.key == key), None)
