"""Taking a passage out of what was said about a postmortem."""

from __future__ import annotations

from django.db import transaction

from core.scrub import scrub
from postmortems.models import Comment, LanguageDecision, Postmortem, ReviewRequest, Suggestion


@transaction.atomic
def purge_words(*, postmortem: Postmortem, passage: str, hole: str) -> int:
    """Take a passage out of comments, reasons and decisions about wording, for good; how many rows held it."""
    places = (
        (Comment.objects.filter(postmortem=postmortem), ("body",)),
        (Suggestion.objects.filter(comment__postmortem=postmortem), ("base", "wording")),
        (ReviewRequest.objects.filter(postmortem=postmortem), ("reason",)),
        (LanguageDecision.objects.filter(postmortem=postmortem), ("excerpt", "reason")),
    )
    return sum(scrub(rows, fields, passage, hole) for rows, fields in places)
