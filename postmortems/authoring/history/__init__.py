"""What was there before: of a section, of rows and facts, and of the whole document."""

from .model import Compared, Revision, compared
from .rows import Trail, event_trail, head_trail, incident_trail, kind_trail
from .sections import revision_of, revisions_of
from .whole import Entry, WholeHistory, whole_history

__all__ = [
    "Compared",
    "Entry",
    "Revision",
    "Trail",
    "WholeHistory",
    "compared",
    "event_trail",
    "head_trail",
    "incident_trail",
    "kind_trail",
    "revision_of",
    "revisions_of",
    "whole_history",
]
