"""How the conditions of the demo hang together: what made what more likely, the controls, and what there is to keep."""

from __future__ import annotations

from postmortems.analysis.actions import keep, link
from postmortems.demo.record import HOUR, Telling
from postmortems.demo.story import told
from postmortems.models import Control, Learning


def hang(telling: Telling, content: dict) -> None:
    """Links, controls and learnings, written a day after it was begun; rows are named by their number in the file."""
    at = telling.story.at(telling.content["began"]) + 27 * HOUR
    postmortem, actor = telling.postmortem, telling.owner
    factor = dict(enumerate(telling.factors, 1))
    action = dict(enumerate(telling.actions, 1))
    with told(at) as now:
        for source, target in content["links"]:
            link(
                postmortem=postmortem,
                actor=actor,
                source=factor[source],
                target=factor[target],
                now=now,
            )
        for row in content["controls"]:
            values = row | {"factors": [factor[number] for number in row.get("factors", ())]}
            keep(postmortem=postmortem, actor=actor, now=now, values=values, model=Control)
        for row in content["learnings"]:
            values = row | {
                "factors": [factor[number] for number in row.get("factors", ())],
                "actions": [action[number] for number in row.get("actions", ())],
            }
            keep(postmortem=postmortem, actor=actor, now=now, values=values, model=Learning)
    telling.postmortem.refresh_from_db()
