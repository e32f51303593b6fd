"""The people of the walk, made inside a fresh site: `python -m tests.browser.people`."""

from __future__ import annotations

import datetime as dt
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

PASSWORD = "demo-postmortem"
ENGINEER, COLLEAGUE, MANAGER, COMMS, OUTSIDER = (
    f"{name}@demo.test" for name in ("engineer", "colleague", "manager", "comms", "outsider")
)


def make() -> None:
    """A team of three, somebody of communications who may publish, and somebody of another team.

    They work around the clock on every day, so that what is due is said at once, whenever the test runs.
    """
    from core.accounts.models import Membership, Team, User

    hours = {"work_start": dt.time(0, 0), "work_end": dt.time(23, 59), "work_days": list(range(7))}
    storage, elsewhere = (
        Team.objects.create(name=name, slug=name.lower()) for name in ("Storage", "Elsewhere")
    )
    people = (
        (ENGINEER, "Ada Obi", storage, "member", False),
        (COLLEAGUE, "Noor Visser", storage, "member", False),
        (MANAGER, "Lena Brandt", storage, "manager", False),
        (COMMS, "Tomas Reyes", elsewhere, "member", True),
        (OUTSIDER, "Kim Duarte", elsewhere, "member", False),
    )
    for email, name, team, role, publishes in people:
        user = User.objects.create_user(email, PASSWORD, display_name=name, is_publisher=publishes, **hours)
        Membership.objects.create(user=user, team=team, role=role)


if __name__ == "__main__":
    django.setup()
    make()
