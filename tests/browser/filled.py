"""A postmortem with something of everything in it, as pages are looked at, and its published summary."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from postmortems.analysis.actions import accept_risk, add_factor
from postmortems.authoring.actions import (
    Text,
    add_events,
    add_incident,
    add_involved,
    change_head,
    name_reader,
    save_section,
)
from postmortems.followup.actions import add_action
from postmortems.models import Action, Comment, PublicSummary, Section, Settled
from postmortems.publication import actions as public
from postmortems.publication.content import content_of, digest_of
from postmortems.publication.truth import OVERRIDE
from tests.conftest import NOW

BODY = """Uploads were refused for *74 minutes*. See [the graph](https://example.test/graph).

| Region | Refused |
|:-------|--------:|
| north  |   1,204 |

- [x] told support
- [ ] told everyone

```
store: quota exceeded, and a line that is a good deal longer than the width of a telephone held upright
```

> The alert was silent.[^1]

[^1]: It counts the errors of the service alone.
"""


def fill(pm, owner, reader) -> SimpleNamespace:
    """Something of everything, in a draft."""
    pm.refresh_from_db()
    change_head(
        postmortem=pm,
        actor=owner,
        now=NOW,
        version=pm.version,
        values={
            "severity": "sev2",
            "started_at": NOW - dt.timedelta(hours=2),
            "detected_at": NOW,
            "trigger": "A quota",
        },
        services=["uploads", "thumbnails"],
    )
    for section in Section.objects.filter(postmortem=pm, kind="text").select_related("postmortem")[:4]:
        save_section(section=section, actor=owner, now=NOW, text=Text("Begun.", section.version))
        section.refresh_from_db()
        save_section(section=section, actor=owner, now=NOW, text=Text(BODY, section.version))
    kinds = ["change", "impact", "detection", "decision", "recovery"]
    rows = [
        {
            "at": NOW - dt.timedelta(minutes=100 - 20 * n),
            "text": f"Row *{n}* of the store",
            "kind": kind,
            "was_known": "A graph",
        }
        for n, kind in enumerate(kinds)
    ]
    events = add_events(postmortem=pm, actor=owner, rows=rows, now=NOW)
    factors = [
        add_factor(
            postmortem=pm,
            actor=owner,
            values={"title": title, "type_key": "", "condition": "It was there"},
            now=NOW,
        )
        for title in ("Quotas go out in one step", "The alert counts something else")
    ]
    accept_risk(
        factor=factors[0],
        actor=owner,
        role="head of storage",
        reason="Until spring",
        review_on=dt.date(2099, 1, 1),
        now=NOW,
    )
    actions = [
        add_action(
            postmortem=pm,
            actor=owner,
            values={"title": title, "owner": owner, "due_on": due, "measure": "No refused write"},
            now=NOW,
        )
        for title, due in (
            ("Compare a quota with the highest use", dt.date(2026, 11, 1)),
            ("Roll out by region", None),
        )
    ]
    person = add_involved(
        postmortem=pm, actor=owner, name="Marisol Quintero", handles=["mq"], role="Responder 1"
    )
    name_reader(postmortem=pm, actor=owner, user=reader, may_edit=False, now=NOW)
    section = Section.objects.filter(postmortem=pm, kind="text").first()
    root = Comment.objects.create(postmortem=pm, author=reader, body="How *many*?", section=section)
    Comment.objects.create(postmortem=pm, author=owner, body="1,204", parent=root)
    incident = add_incident(
        postmortem=pm, actor=owner, values={"title": "Uploads waited", "started_at": NOW}, now=NOW
    )
    return SimpleNamespace(
        incident=incident,
        pm=pm,
        section=section,
        event=events[0],
        factor=factors[1],
        action=actions[0],
        person=person,
    )


def published(out, owner, comms) -> PublicSummary:
    made = public.begin_summary(postmortem=out.pm, actor=owner, now=NOW)
    second = Action.objects.filter(postmortem=out.pm).exclude(pk=out.action.pk).get()
    public.promise(
        summary=made,
        action=second,
        actor=owner,
        wording="Quotas go out step by step",
        due_month=dt.date(2027, 2, 1),
        now=NOW,
    )
    made.refresh_from_db()
    public.change_text(
        summary=made, actor=owner, version=made.version, values={"lede": "Uploads were refused."}, now=NOW
    )
    made.refresh_from_db()
    digest = digest_of(content_of(made))
    PublicSummary.objects.filter(pk=made.pk).update(status="awaiting_signatures", text_digest=digest)
    Settled.objects.create(summary=made, kind=OVERRIDE, excerpt=digest, decision="kept", reason="Made up")
    public.sign(summary=made, actor=comms, capacity="publisher", digest=digest, now=NOW)
    public.publish(summary=made, actor=comms, now=NOW)
    made.refresh_from_db()
    return made
