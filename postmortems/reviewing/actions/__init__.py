"""What moves a postmortem through its states, and what is said about it on the way."""

from postmortems.coaching.actions import decide_language

from .comments import comment, resolve
from .moves import approve, ask_changes, ask_review, close, reopen
from .suggesting import leave, suggest, take

__all__ = [
    "approve",
    "ask_changes",
    "ask_review",
    "close",
    "comment",
    "decide_language",
    "leave",
    "reopen",
    "resolve",
    "suggest",
    "take",
]
