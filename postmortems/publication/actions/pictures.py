"""Pictures that cross over: chosen one by one, looked at, described, made anew from their pixels."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused
from postmortems.authoring.actions.images import made_anew
from postmortems.models import Attachment, Disclosure, PublicPicture, PublicSummary

from .prepare import change_text


@transaction.atomic
def choose_picture(
    *,
    summary: PublicSummary,
    attachment: Attachment,
    actor: User,
    part: str,
    alternative_text: str,
    caption: str = "",
    looked: bool,
    now: dt.datetime,
) -> PublicPicture:
    """Take one picture of the record into the public text. `looked` is the person's word that they looked at it.

    Its bytes are made from the pixels alone, and named by their digest. Raises MoveRefused.
    """
    if attachment.postmortem_id != summary.postmortem_id or attachment.disclosure == Disclosure.RESTRICTED:
        raise MoveRefused("This picture is not there, or restricted.")
    if part not in {one["key"] for one in summary.parts}:
        raise MoveRefused("Choose the part it stands in.")
    if not alternative_text.strip():
        raise MoveRefused("Describe the picture for those who do not see it.")
    if not looked:
        raise MoveRefused("Look at the picture, and say that you did: no detector reads pixels.")
    data, content_type, width, height = made_anew(bytes(attachment.data))
    values = {
        "attachment": attachment,
        "part": part,
        "alternative_text": alternative_text.strip()[:400],
        "caption": caption.strip()[:300],
        "content_type": content_type,
        "data": data,
        "width": width,
        "height": height,
        "in_text": True,
        "looked_at_by": actor,
        "looked_at": now,
    }
    digest = hashlib.sha256(data).hexdigest()
    picture, _ = PublicPicture.objects.update_or_create(summary=summary, digest=digest, defaults=values)
    change_text(summary=summary, actor=actor, version=summary.version, values={}, now=now)
    audit.record(actor=actor, verb="choose_picture", obj=summary, fields={"digest": digest})
    return picture


@transaction.atomic
def leave_out_picture(
    *, summary: PublicSummary, picture: PublicPicture, actor: User, now: dt.datetime
) -> None:
    """Take a picture out of the working text; what is public keeps it until a correction is published."""
    change_text(summary=summary, actor=actor, version=summary.version, values={}, now=now)
    named = any(
        picture.digest in {one["digest"] for one in content.get("pictures", [])}
        for content in summary.revisions.values_list("content", flat=True)
    )
    if named:
        PublicPicture.objects.filter(pk=picture.pk).update(in_text=False)
    else:
        picture.delete()
    audit.record(actor=actor, verb="leave_out_picture", obj=summary, fields={"digest": picture.digest})
