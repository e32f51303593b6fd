"""What the rules can't say: how a sentence leans, learned from labelled sentences (see `docs/coach.md`)."""

from .leaning import KINDS, Leaning, leaning, may_lean

__all__ = ["KINDS", "Leaning", "leaning", "may_lean"]
