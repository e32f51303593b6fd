"""What people type into the record."""

from .event import EventForm
from .head import FactsForm, NewForm, TitleForm
from .incidents import IncidentForm
from .kinds import KindForm, kind_form
from .paste import PastedRows, PasteForm, rows_from, untick_ahead, untick_known
from .people import HandOverForm, InvolvedForm, NamedReaderForm, VisibilityForm
from .section import ImageForm, SectionForm, problem_text

__all__ = [
    "ImageForm",
    "EventForm",
    "FactsForm",
    "HandOverForm",
    "IncidentForm",
    "InvolvedForm",
    "KindForm",
    "NamedReaderForm",
    "NewForm",
    "PasteForm",
    "PastedRows",
    "SectionForm",
    "TitleForm",
    "VisibilityForm",
    "kind_form",
    "problem_text",
    "rows_from",
    "untick_ahead",
    "untick_known",
]
