"""What the rules can't say: how a sentence leans, learned from labelled sentences (see `docs/coach.md`)."""

from .leaning import KINDS, Leaning, leaning, may_lean
from .quiet import is_plain

__all__ = ["KINDS", "Leaning", "is_plain", "leaning", "may_lean"]
