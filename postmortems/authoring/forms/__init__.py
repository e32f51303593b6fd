"""What people type into the record."""

from .event import EventForm
from .head import FactsForm, NewForm, TitleForm
from .paste import PastedRows, PasteForm, rows_from
from .people import HandOverForm, InvolvedForm, NamedReaderForm, VisibilityForm
from .section import ImageForm, SectionForm, problem_text

__all__ = [
    "ImageForm",
    "EventForm",
    "FactsForm",
    "HandOverForm",
    "InvolvedForm",
    "NamedReaderForm",
    "NewForm",
    "PasteForm",
    "PastedRows",
    "SectionForm",
    "TitleForm",
    "VisibilityForm",
    "problem_text",
    "rows_from",
]
