"""Markdown kept beside its HTML, so that a page with twenty texts renders none of them.

markdown-it takes about 4 ms for a kilobyte; comparing a digest takes 2 µs. The HTML names the text it was made from:
whatever wrote the text (a bulk update, an import), HTML of another text is never shown, only made again.
"""

from __future__ import annotations

import hashlib

from django.db import models
from django.utils.safestring import SafeString, mark_safe

from core.richtext import render, render_cached

# Raise it when core.richtext changes what it lets through: everything kept is then made again when shown.
RENDERER = "2"


def _label(text: str) -> str:
    return f"{RENDERER}:{hashlib.blake2b(text.encode(errors='surrogatepass'), digest_size=8).hexdigest()}\n"


def kept_html(text: str) -> str:
    """What to store for `text`: a line that names it, and its safe HTML; "" for no text."""
    return _label(text) + render(text) if text else ""


def shown_html(text: str, kept: str) -> SafeString:
    """The safe HTML of `text`: the kept one when it is of this very text, otherwise made now."""
    if not text:
        return mark_safe("")
    label = _label(text)
    if kept.startswith(label):
        return mark_safe(kept[len(label) :])  # noqa: S308 - written by kept_html, which cleans
    return render_cached(text)


class RenderedField(models.TextField):
    """Holds the HTML of another field of the row; filled on save() and bulk_create()."""

    def __init__(self, *args, source: str = "", **kwargs) -> None:
        self.source = source
        super().__init__(*args, **{**kwargs, "blank": True, "editable": False, "default": ""})

    def deconstruct(self):
        """To a migration it is a plain text column, so that migrations import nothing of the project."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, model_instance, add):
        """Make the HTML again only when the text is another one."""
        text = getattr(model_instance, self.source)
        kept = getattr(model_instance, self.attname)
        if not (text and kept.startswith(_label(text))):
            kept = kept_html(text)
            setattr(model_instance, self.attname, kept)
        return kept
