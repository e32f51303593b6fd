"""Views of the list of actions that the demo's people saved."""

from __future__ import annotations

import datetime as dt

from postmortems.demo.record import Cast
from postmortems.demo.story import told
from postmortems.followup.actions import save_view

# (whose, name, form, filters, shared with)
VIEWS = (
    ("manager", "Weekly review", "list", "team=platform&sort=due", "platform"),
    ("manager", "Promised in public", "list", "promised=1&state=all", "storage"),
    ("manager", "Storage board", "board", "team=storage", "storage"),
    ("engineer", "Mine this month", "calendar", "owner=me", ""),
)


def save_views(cast: Cast, now: dt.datetime) -> None:
    """A few views, two of them shared."""
    with told(now - dt.timedelta(days=8)) as then:
        for who, name, form, query, team in VIEWS:
            save_view(
                actor=cast.people[who],
                name=name,
                form=form,
                query=query,
                team=cast.teams.get(team),
                now=then,
            )
