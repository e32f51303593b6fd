"""The number beside the inbox in the navigation."""

from django import template
from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def unread(context: Context) -> int:
    """How many notices the signed-in person has not read.

    The number comes with the person, in the query that signs the request in (`queries.with_unread`), so that it
    costs no query of its own; 0 where the person was loaded without it.
    """
    return getattr(context.get("user"), "unread_notices", 0)
