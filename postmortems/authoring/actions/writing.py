"""How a person likes to write."""

from django.db import transaction

from core.accounts.models import User
from postmortems.models import WritingChoice


@transaction.atomic
def choose_writing(*, user: User, guided: bool) -> None:
    """Remember the person's last choice between guided writing and the whole document."""
    WritingChoice.objects.update_or_create(user=user, defaults={"guided": guided})
