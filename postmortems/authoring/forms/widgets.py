"""The Markdown field: django-markdownx's widget, with this site's own script instead of its script.

The library's script keeps Tab inside the field, takes Ctrl+D and Ctrl+[ away from the person, does not start on parts
that htmx brings, and puts whatever the server answers into the page. `static/postmortems/editor.js` does none of these.
"""

from __future__ import annotations

from django.urls import reverse_lazy
from markdownx.widgets import MarkdownxWidget


class MarkdownEditor(MarkdownxWidget):
    """A textarea with a live preview beside it; without JavaScript a plain textarea that posts."""

    template_name = "postmortems/authoring/_editor.html"

    def __init__(self, attrs: dict | None = None, *, postmortem: int | str = "", section: str = "") -> None:
        own = {"rows": 14, "spellcheck": "true", "data-postmortem": postmortem, "data-section": section}
        super().__init__({**own, **(attrs or {})})

    def add_markdownx_attrs(self, attrs: dict) -> dict:
        """The addresses by name, so that the site also works under a prefix."""
        attrs = super().add_markdownx_attrs(attrs)
        attrs["data-markdownx-urls-path"] = reverse_lazy("markdownx_markdownify")
        attrs["data-markdownx-upload-urls-path"] = reverse_lazy("markdownx_upload")
        attrs["data-markdownx-latency"] = "400"
        return attrs

    class Media:
        # `extend` off: the library's own script stays out.
        extend = False
        js = ["postmortems/editor.js", "postmortems/autosave.js"]
