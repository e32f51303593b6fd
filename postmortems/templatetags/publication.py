"""The card about repeats on the page where a summary is prepared."""

from __future__ import annotations

from django import template
from django.template.context import Context

from postmortems.models import PublicSummary, Repeat
from postmortems.publication import repeats

register = template.Library()


@register.inclusion_tag("postmortems/publication/_repeats.html", takes_context=True)
def repeats_card(context: Context, summary: PublicSummary) -> dict:
    """What resembles it, what was answered, and the words that readers would see."""
    answered = Repeat.objects.filter(summary=summary).select_related("earlier__live_revision", "decided_by")
    return {
        "postmortem": summary.postmortem,
        "may_prepare": context["may_prepare"],
        "suggestions": repeats.suggestions(summary, context["request"].user),
        "answered": answered,
        "words": repeats.WORDS,
        "repeat_of": context.get("repeat_of"),
        "csrf_token": context.get("csrf_token"),
    }
