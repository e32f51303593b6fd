"""One postmortem, whole: at most twelve queries, whatever its size."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from core.accounts.models import User
from postmortems.analysis.queries import factors_of
from postmortems.authoring import queries as authoring
from postmortems.followup.queries import actions_of
from postmortems.models import Comment, Postmortem
from postmortems.publication.queries import summary_of
from postmortems.reviewing.queries import review_of


def one(pk: int, user: User) -> Postmortem | None:
    """One postmortem with everything its head prints and the reader's rights; None when it is not there for them."""
    open_comments = (
        Comment.objects.filter(postmortem=OuterRef("pk"), parent__isnull=True, resolved_at__isnull=True)
        .order_by()
        .values("postmortem")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return (
        Postmortem.objects.kept()
        .visible_to(user)
        .with_rights(user)
        .select_related("team", "owner", "facilitator", "template_version__template")
        .annotate(open_comments=Coalesce(Subquery(open_comments, output_field=IntegerField()), Value(0)))
        .filter(pk=pk)
        .first()
    )
