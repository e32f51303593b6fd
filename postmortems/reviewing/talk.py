"""Who hears of a remark: those it names, those it answers, and the owner. Each once, if they may read it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.template.loader import get_template

from core.accounts.models import User
from core.notify.actions import deliver
from core.notify.models import Delivery, Notice
from core.notify.registry import Line, Message, one_by_one, renders
from postmortems.authoring.queries import reads_restricted
from postmortems.domain.mentions import Known, has_mention, mentioned
from postmortems.models import Comment, Disclosure, Postmortem

KIND = "reviewing.comment"


def people_named(body: str) -> list[User]:
    """The people of the site that a remark names; no query for one that names nobody."""
    if not has_mention(body):
        return []
    rows = User.objects.filter(is_active=True).values_list("pk", "display_name", "email")
    known = [Known(pk, (name, email, email.partition("@")[0])) for pk, name, email in rows]
    people = User.objects.in_bulk(mentioned(body, known))
    return list(people.values())


def may_hear(comment: Comment, user: User) -> bool:
    """Whether the person may read the remark now: the postmortem, and the part that it is about."""
    postmortem = Postmortem.objects.kept().seen_by(user, comment.postmortem_id)
    if postmortem is None or not user.is_active:
        return False
    target = comment.section or comment.event or comment.factor or comment.action
    restricted = target is not None and target.disclosure == Disclosure.RESTRICTED
    return not restricted or reads_restricted(postmortem, user)


def tell(comment: Comment, *, actor: User, now: dt.datetime) -> list[User]:
    """Plan the news of a new remark; the answer are those named who may not read it, for the writer to know."""
    named = people_named(comment.body)
    around: list[User | None] = [comment.postmortem.owner]
    if comment.parent is not None:
        around += [comment.parent.author, *(each.author for each in _answers(comment))]
    hearers = {person.pk: person for person in (*named, *around) if person and person.pk != actor.pk}
    barred = []
    for person in hearers.values():
        if may_hear(comment, person):
            deliver(
                kind=KIND,
                key=f"{KIND}:{comment.pk}:{person.pk}",
                recipient=person,
                object_id=comment.pk,
                due_at=now,
            )
        elif person in named:
            barred.append(person)
    return barred


def _answers(comment: Comment):
    return Comment.objects.filter(parent=comment.parent_id).select_related("author")


def _found(pk: int | None, user: User | None) -> Comment | None:
    """The remark with what its news prints; None when it is gone or not this person's to read any more."""
    related = ("postmortem", "author", "section", "event", "factor", "action", "parent")
    comment = Comment.objects.select_related(*related).filter(pk=pk).first()
    return comment if comment and user and may_hear(comment, user) else None


def _what(comment: Comment, user: User) -> str:
    """Who did what, as it concerns this reader."""
    who = comment.author or "Somebody who left"
    title = comment.postmortem.title
    if user in people_named(comment.body):
        return f"{who} mentioned you on “{title}”"
    return f"{who} answered on “{title}”" if comment.parent_id else f"{who} commented on “{title}”"


def _path(comment: Comment) -> str:
    return f"/postmortems/{comment.postmortem_id}/review/#comment-{comment.pk}"


def _mail(delivery: Delivery) -> Message | None:
    comment = _found(delivery.object_id, delivery.recipient)
    if comment is None or delivery.recipient is None:
        return None
    what = _what(comment, delivery.recipient)
    context = {
        "what": what,
        "comment": comment,
        "link": f"{settings.PUBLIC_URL}{_path(comment)}",
        "subject": what,
    }
    return Message(
        subject=what,
        text=get_template("emails/comment.txt").render(context),
        html=get_template("emails/comment.html").render(context),
        thread=f"comment-{comment.parent_id or comment.pk}",
        stream="comments",
    )


def _line(notice: Notice) -> Line | None:
    comment = _found(notice.object_id, notice.recipient)
    return Line(_what(comment, notice.recipient), _path(comment), (comment.body[:200],)) if comment else None


renders(KIND, one_by_one(_mail, _line))
