"""The wording of action items: what is a task, what is none, and which kind a group's name points to. English."""

import re

from postmortems.domain.importing.lines import plain
from postmortems.domain.importing.verbs import starts_with_verb

_WILL = re.compile(
    r"\bwe(?:['’]re| are| have|['’]ve) (?:now |also |currently |already )?\w+(?:ing|ed)\b|\b(?:will|should|need|needs|plan(?:s|ned)?|going to|must|continu\w+|intend|to be)\b",
    re.IGNORECASE,
)
_PLEASANT = re.compile(
    r"\b(?:apologi[sz]e|sorry|thank|appreciate|please (?:contact|reach)|hi all|regards)\b", re.IGNORECASE
)
_KIND_WORDS = (("prevent", "prevent"), ("mitigat", "mitigate"), ("detect", "detect"), ("monitor", "detect"), ("alert", "detect"), ("repair", "repair"),
               ("investigat", "investigate"), ("research", "investigate"), ("process", "process"), ("document", "process"), ("fix", "repair"))  # fmt: skip


def is_task(text: str) -> bool:
    """Whether a plain line states something to be done; a courtesy is none."""
    if _PLEASANT.search(text):
        return False
    return starts_with_verb(plain(text)) or bool(_WILL.search(text)) or 3 <= len(text.split()) <= 14


def kind_hint(words: str) -> str:
    """A kind of action from the name of its group or its type column."""
    words = words.casefold()
    return next((kind for start, kind in _KIND_WORDS if start in words), "")
