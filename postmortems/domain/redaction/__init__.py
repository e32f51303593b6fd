"""What may not leave the house: spans to hide, why, and what to write instead. Pure text in, findings out."""

from postmortems.domain.redaction.context import ContextWarning, context_warnings
from postmortems.domain.redaction.engine import redact, scan
from postmortems.domain.redaction.findings import KINDS, Finding, Lists, Person
from postmortems.domain.redaction.pseudonyms import Pseudonyms

__all__ = [
    "KINDS",
    "ContextWarning",
    "Finding",
    "Lists",
    "Person",
    "Pseudonyms",
    "context_warnings",
    "redact",
    "scan",
]
