"""What may be said where several people read: only what each of them may read anyway."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from core.notify.models import Channel

from .choices import Disclosure, Visibility
from .followup import Action
from .postmortem import Postmortem


def sayable_in(channel: Channel) -> QuerySet[Postmortem]:
    """Postmortems that everybody who reads the channel may read. Those of named people are said nowhere."""
    for_all = Q(visibility=Visibility.ORGANISATION)
    if channel.audience == Channel.Audience.TEAM:
        for_all |= Q(visibility=Visibility.TEAM, team=channel.team_id)
    return Postmortem.objects.kept().filter(for_all)


def actions_sayable_in(channel: Channel) -> QuerySet[Action]:
    """Action items that everybody who reads the channel may read."""
    found = Action.objects.filter(postmortem__in=sayable_in(channel).values("pk"))
    return found.exclude(disclosure=Disclosure.RESTRICTED)
