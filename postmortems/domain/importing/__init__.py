"""Reading a postmortem that exists already: Markdown or plain text into sections, rows, actions and factors.

`parse_document` is the door; `account` tells which lines of the source are nowhere in the result (there are none).
"""

from postmortems.domain.importing.account import account, kept_texts
from postmortems.domain.importing.lines import plain
from postmortems.domain.importing.model import (
    Fact,
    ImportedAction,
    ImportedDocument,
    ImportedEvent,
    ImportedFactor,
    ImportedPerson,
    ImportedSection,
    ImportedText,
)
from postmortems.domain.importing.parse import parse_document

__all__ = [
    "Fact",
    "ImportedAction",
    "ImportedDocument",
    "ImportedEvent",
    "ImportedFactor",
    "ImportedPerson",
    "ImportedSection",
    "ImportedText",
    "account",
    "kept_texts",
    "parse_document",
    "plain",
]
