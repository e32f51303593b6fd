"""What people type into the record."""

from .event import EventForm
from .head import FactsForm, NewForm, TitleForm
from .paste import PastedRows, PasteForm, rows_from
from .people import HandOverForm, InvolvedForm, NamedReaderForm, VisibilityForm
from .section import ImageForm, SectionForm

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
    "rows_from",
]
