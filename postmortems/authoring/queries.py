"""What the authoring pages print, and who may write."""

from __future__ import annotations

from core.accounts.models import User
from postmortems.models import Postmortem


def may_edit(postmortem: Postmortem, user: User) -> bool:
    """Whether the person holds the pen for this postmortem; a closed one is opened again first."""
    if not postmortem.is_open_for_writing:
        return False
    return Postmortem.objects.editable_by(user).filter(pk=postmortem.pk).exists()


def reads_restricted(postmortem: Postmortem, user: User) -> bool:
    """Whether the person reads restricted parts: owner, facilitator and named readers do."""
    if user.pk in (postmortem.owner_id, postmortem.facilitator_id):
        return True
    return Postmortem.objects.restricted_readable_by(user).filter(pk=postmortem.pk).exists()
