"""The people of the demo: a made-up organisation, with names that say what each of them is there for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import make_password

from core.accounts.actions import put_in_team, save_team
from core.accounts.models import Team, User
from postmortems.models import OrganisationList

PASSWORD = "demo-postmortem"  # noqa: S105 # nosec - printed on every start of a demo

# key: (address, name, zone, further columns). Who signs in by the contract has an address at demo.test.
PEOPLE: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "engineer": ("engineer@demo.test", "Juniper Engineer", "Europe/Amsterdam", {"country": "NL"}),
    "manager": ("manager@demo.test", "Sorrel Manager", "Europe/London", {"country": "GB"}),
    "comms": ("comms@demo.test", "Tansy Comms", "Europe/Lisbon", {"country": "PT", "is_publisher": True}),
    "outsider": ("outsider@demo.test", "Clover Outsider", "Europe/Athens", {"country": "GR"}),
    "admin": ("admin@demo.test", "Sedge Administrator", "UTC", {"is_administrator": True}),
    "backups": (
        "backups@colleagues.test",
        "Bramble Backups",
        "America/New_York",
        {"country": "US", "work_start": dt.time(8, 30), "work_end": dt.time(16, 30)},
    ),
    "release": ("release@colleagues.test", "Larch Release", "America/Los_Angeles", {"country": "US"}),
    "reviewer": ("reviewer@colleagues.test", "Yarrow Facilitator", "Asia/Singapore", {"country": "SG"}),
    "security": ("security@colleagues.test", "Fennel Security", "Europe/Warsaw", {"signs_security": True}),
}
# slug: (name, parent, members, managers)
TEAMS = {
    "platform": ("Platform", "", (), ("manager",)),
    "storage": ("Storage", "platform", ("engineer", "backups", "reviewer"), ("manager",)),
    "release": ("Release", "platform", ("release", "security"), ("manager",)),
    "communications": ("Communications", "", ("comms",), ()),
    "support": ("Support", "", ("outsider",), ()),
}
KEPT_INSIDE = (
    ("customer", "Harbour Lane Bank"),
    ("customer", "Quillfeather Press"),
    ("domain", "corp.demo.test"),
    ("word", "kestrel-db-01"),
    ("word", "kestrel-db-02"),
)


def add_people(now: dt.datetime) -> dict[str, User]:
    """Everybody, by key; their password is hashed once, because a start has seconds, not minutes."""
    secret = make_password(PASSWORD)
    people = {}
    for key, (email, name, zone, columns) in PEOPLE.items():
        people[key] = User(
            email=email,
            password=secret,
            display_name=name,
            handle=name.split()[0].lower(),
            time_zone=zone,
            created_at=now,
            **columns,
        )
    User.objects.bulk_create(people.values())
    made = {user.email: user for user in User.objects.all()}
    return {key: made[user.email] for key, user in people.items()}


def add_teams(people: dict[str, User]) -> dict[str, Team]:
    """The tree of teams with its people, by slug."""
    teams: dict[str, Team] = {}
    admin = people["admin"]
    for slug, (name, parent, members, managers) in TEAMS.items():
        teams[slug] = save_team(actor=admin, name=name, parent=teams.get(parent))
        for role, keys in (("member", members), ("manager", managers)):
            for key in keys:
                put_in_team(team=teams[slug], user=people[key], role=role, actor=admin)
    return teams


def add_lists() -> None:
    """Words that the organisation keeps out of public text."""
    OrganisationList.objects.bulk_create(
        [OrganisationList(kind=kind, value=value) for kind, value in KEPT_INSIDE]
    )
