"""What moves a postmortem through its states, and what is said about it on the way."""

from postmortems.coaching.actions import decide_language

from .comments import comment, resolve
from .meeting import answer_poll, begin_meeting, end_meeting, park, show, soaked
from .moves import approve, ask_changes, ask_review, close, reopen
from .purging import purge_words
from .suggesting import leave, suggest, take

__all__ = [
    "answer_poll",
    "begin_meeting",
    "end_meeting",
    "park",
    "show",
    "soaked",
    "approve",
    "ask_changes",
    "ask_review",
    "close",
    "comment",
    "decide_language",
    "leave",
    "purge_words",
    "reopen",
    "resolve",
    "suggest",
    "take",
]
