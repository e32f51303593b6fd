"""What changes people, teams and membership."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import ProtectedError
from django.template.loader import render_to_string
from django.utils.text import slugify

from core import audit
from core.accounts.models import Invitation, Membership, Team, User
from core.transitions import MoveRefused

log = logging.getLogger(__name__)

INVITATION_DAYS = 7


def digest_of(token: str) -> str:
    """What is kept of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *, email: str, actor: User, team: Team | None, role: str, now: dt.datetime
) -> tuple[Invitation, str]:
    """Invite an address, or renew its open invitation; the invitation and its token, which is shown only now."""
    token = secrets.token_urlsafe(32)
    fields = {
        "token_digest": digest_of(token),
        "team": team,
        "role": role,
        "invited_by": actor,
        "created_at": now,
        "expires_at": now + dt.timedelta(days=INVITATION_DAYS),
    }
    invitation, _ = Invitation.objects.update_or_create(
        email=email.lower(), accepted_at=None, defaults=fields
    )
    audit.record(actor=actor, verb="invite", obj=invitation, fields={"role": role})
    return invitation, token


def mail_invitation(*, invitation: Invitation, token: str) -> bool:
    """Send the link; whether the mail server took it.

    The link's text is in no table, so it goes out at once; the inviter is shown it as well, mail or not.
    """
    link = f"{settings.PUBLIC_URL}/invitations/{token}/"
    words = {"link": link, "inviter": str(invitation.invited_by or ""), "days": INVITATION_DAYS}
    try:
        send_mail(
            "You are invited to Debrief",
            render_to_string("core/accounts/invitation.txt", words),
            settings.DEFAULT_FROM_EMAIL,
            [invitation.email],
        )
    except (OSError, smtplib.SMTPException) as error:
        log.warning("invitation %s was not mailed: %s", invitation.pk, type(error).__name__)
        return False
    return True


def open_invitation(token: str, now: dt.datetime) -> Invitation | None:
    """The invitation of that token, unless it was used or is over."""
    return Invitation.objects.filter(
        token_digest=digest_of(token), accepted_at__isnull=True, expires_at__gt=now
    ).first()


@transaction.atomic
def accept(
    *, invitation: Invitation, display_name: str, time_zone: str, password: str, now: dt.datetime
) -> User:
    """Make the account the invitation speaks of; refused when it was used meanwhile."""
    claimed = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).update(accepted_at=now)
    if not claimed or User.objects.filter(email=invitation.email).exists():
        raise MoveRefused("This invitation was used already. Sign in, or ask for a new one.")
    user = User.objects.create_user(
        invitation.email, password, display_name=display_name, time_zone=time_zone, created_at=now
    )
    if invitation.team is not None:
        Membership.objects.create(user=user, team=invitation.team, role=invitation.role)
    audit.record(actor=user, verb="accept_invitation", obj=invitation)
    return user


@transaction.atomic
def change_person(*, person: User, actor: User, values: dict[str, bool]) -> User:
    """Change capacities or the right to sign in; the last administrator stays one."""
    loses = person.is_administrator and not (
        values.get("is_administrator", True) and values.get("is_active", True)
    )
    others = (
        User.objects.select_for_update().filter(is_administrator=True, is_active=True).exclude(pk=person.pk)
    )
    if User.objects.filter(pk=person.pk, is_administrator=True).exists() and loses and not others.exists():
        raise MoveRefused("This is the last administrator. Make somebody else one first.")
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))
    audit.record(actor=actor, verb="change_person", obj=person, fields=values)
    return person


@transaction.atomic
def save_team(*, actor: User, name: str, parent: Team | None, team: Team | None = None) -> Team:
    """Make a team, or rename or move one; its address stays. Refused when the tree would become a circle."""
    if team is None:
        base = slugify(name)[:40] or "team"
        taken = set(Team.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        slug = next(s for s in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if s not in taken)
        team = Team.objects.create(name=name, parent=parent, slug=slug)
    else:
        _refuse_circle(team, parent)
        team.name, team.parent = name, parent
        team.save(update_fields=["name", "parent"])
    audit.record(actor=actor, verb="save_team", obj=team, fields={"name": name})
    return team


def _refuse_circle(team: Team, parent: Team | None) -> None:
    # Every team is locked: of two moves at once that make a circle together, the second sees the first.
    above = dict(Team.objects.select_for_update().values_list("pk", "parent_id"))
    pk = parent.pk if parent else None
    while pk is not None:
        if pk == team.pk:
            raise MoveRefused("A team can't belong to one of its own.")
        pk = above.get(pk)


@transaction.atomic
def remove_team(*, actor: User, team: Team) -> None:
    """Remove a team that nothing belongs to; its people stay. Raises MoveRefused while teams, postmortems or actions are its own."""
    audit.record(actor=actor, verb="remove_team", obj=team, fields={"name": team.name})
    try:
        team.delete()
    except ProtectedError as error:
        kinds = sorted({str(row._meta.verbose_name_plural) for row in error.protected_objects})
        raise MoveRefused(
            f"{team.name} still has {' and '.join(kinds)}. Move them to another team first, or rename this one."
        ) from None


@transaction.atomic
def put_in_team(*, team: Team, user: User, role: str, actor: User) -> Membership:
    """Add somebody to a team, or change their role."""
    membership, _ = Membership.objects.update_or_create(team=team, user=user, defaults={"role": role})
    audit.record(actor=actor, verb="put_in_team", obj=membership, fields={"role": role})
    return membership


@transaction.atomic
def take_from_team(*, membership: Membership, actor: User) -> None:
    """End a membership."""
    audit.record(actor=actor, verb="take_from_team", obj=membership)
    membership.delete()
