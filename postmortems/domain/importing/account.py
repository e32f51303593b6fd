"""The promise of an import, checked: every line of the source is found again in what was made of it."""

import re
import unicodedata

from postmortems.domain.importing.model import ImportedDocument

# Marks that a move between list, table and text may change; everything else counts, emoji too.
_MARKS = re.compile(r"[\s|*_#>`~=+\-–—:\\\"'\ufeff\u200b]+|(?<=\n)\d{1,3}[.)]")
_LEADING = re.compile(r"^\s*(?:>\s*)*(?:[-*+•]\s+)?(?:\(?\d{1,3}[.)]\s+)?(?:\[[ xX]\]\s+)?(?:h[1-6]\.\s+)?")


def normal(text: str) -> str:
    """The text without white space and marks of layout, for comparing."""
    return _MARKS.sub("", unicodedata.normalize("NFC", text))


def kept_texts(doc: ImportedDocument) -> list[str]:
    """Every text of the draft, each item's own source included: what the site has to store."""
    texts = [doc.title]
    texts += [f"{section.title_in_source}\n{section.body}" for section in doc.sections]
    texts += [f"{item.heading}\n{item.body}" for item in doc.unplaced]
    texts += [event.source for event in doc.events]
    texts += [action.source for action in doc.actions]
    texts += [factor.source for factor in doc.factors]
    return texts


def account(doc: ImportedDocument, source: str) -> list[str]:
    """The non-blank lines of the source that are nowhere in the draft; empty when nothing was lost."""
    texts = kept_texts(doc)
    exact = {normal(line) for text in texts for line in text.split("\n")}
    everything = ""
    missing = []
    for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        wanted = normal(line)
        if not wanted or wanted in exact or normal(_LEADING.sub("", line)) in exact:
            continue
        everything = everything or "\n".join(normal(text) for text in texts)
        if normal(_LEADING.sub("", line)) not in everything:
            missing.append(line)
    return missing
