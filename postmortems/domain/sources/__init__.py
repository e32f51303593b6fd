"""Exports of other tools as entries of a timeline: bytes in, entries, speakers and what was left out. Pure.

Each reader takes a format as its maker documents it and never guesses an instant: an entry without one is listed.
"""

from .model import Entry, Found, LeftOut, NotReadable, Speaker
from .opening import PRODUCTS, open_file
from .roles import Stand, match, suggested, with_roles
from .sheet import ROLES, open_sheet
from .sheet import guess as guess_columns
from .sheet import looks_like as is_table

__all__ = [
    "PRODUCTS",
    "ROLES",
    "Entry",
    "Found",
    "LeftOut",
    "NotReadable",
    "Speaker",
    "Stand",
    "guess_columns",
    "is_table",
    "match",
    "open_file",
    "open_sheet",
    "suggested",
    "with_roles",
]
