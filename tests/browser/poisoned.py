"""A postmortem with the dangerous texts in every field that takes text."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from postmortems.analysis.actions import accept_risk
from postmortems.analysis.actions import add_many as add_factors
from postmortems.authoring.actions import (
    Text,
    add_events,
    add_involved,
    change_head,
    save_section,
)
from postmortems.followup.actions import add_many as add_actions
from postmortems.models import (
    Action,
    Comment,
    Factor,
    LanguageDecision,
    PromiseUpdate,
    PublicSummary,
    ReviewRequest,
    Section,
    Settled,
    TimelineEvent,
)
from postmortems.publication import actions as public
from postmortems.publication.content import content_of, digest_of
from postmortems.publication.truth import OVERRIDE
from tests.browser.dangerous import LINES, WITHOUT_NUL
from tests.conftest import NOW

WHOLE = "\n\n".join(WITHOUT_NUL)
PLAIN = [line.replace("\0", "\ufffd") for line in LINES]


def cut(model, field: str, text: str) -> str:
    """As much of a text as the column holds."""
    return text[: model._meta.get_field(field).max_length or None]


def line(n: int) -> str:
    """One of the texts, on one line."""
    return PLAIN[n % len(PLAIN)]


def record(make_user, make_team, make_postmortem, publisher) -> SimpleNamespace:
    """owner, mate and pm; each row has another text in each of its fields."""
    owner = make_user("owner", display_name=line(6)[:120])
    mate = make_user("mate", display_name=line(9)[:120], handle=line(11)[:60])
    team = make_team("Storage", members=[owner, mate])
    type(team).objects.filter(pk=team.pk).update(name=line(10)[:120])
    pm = make_postmortem(owner=owner, team=team, visibility="organisation", title=line(9), now=NOW)
    _head(pm, owner)
    _sections(pm, owner)
    count = len(PLAIN)
    add_events(postmortem=pm, actor=owner, now=NOW, rows=[_event(n) for n in range(count)])
    add_factors(postmortem=pm, actor=owner, now=NOW, rows=[_factor(n) for n in range(count)])
    accept_risk(
        factor=Factor.objects.filter(postmortem=pm).first(),
        actor=owner,
        role=line(9)[:80],
        reason=WHOLE,
        review_on=NOW.date() + dt.timedelta(days=9),
        now=NOW,
    )
    add_actions(postmortem=pm, actor=owner, now=NOW, rows=[_action(n, owner) for n in range(count)])
    done = Action.objects.filter(postmortem=pm).order_by("-pk").first()
    Action.objects.filter(pk=done.pk).update(
        done_at=NOW,
        done_by=owner,
        verified_at=NOW,
        evidence=WHOLE,
        verification=WHOLE,
        declined_because=WHOLE,
    )
    for n in range(0, count, 9):
        add_involved(
            postmortem=pm,
            actor=owner,
            name=f"{n} {line(n)}"[:120],
            handles=[line(n + 1)[:120]],
            role=line(n + 2)[:80],
        )
    section = Section.objects.get(postmortem=pm, key="summary")
    Comment.objects.bulk_create(
        Comment(postmortem=pm, author=owner, body=text, section=section if n % 2 else None, created_at=NOW)
        for n, text in enumerate(WITHOUT_NUL)
    )
    LanguageDecision.objects.create(
        postmortem=pm,
        rule=line(6)[:20],
        excerpt=line(6),
        reason=line(9),
        decided_by=owner,
        decided_at=NOW,
    )
    ReviewRequest.objects.create(
        postmortem=pm,
        reviewer=mate,
        round=1,
        asked_by=owner,
        asked_at=NOW,
        answer="changes",
        reason=WHOLE,
        answered_at=NOW,
    )
    return SimpleNamespace(owner=owner, mate=mate, pm=pm, section=section, publisher=publisher)


def _head(pm, owner) -> None:
    pm.refresh_from_db()
    change_head(
        postmortem=pm,
        actor=owner,
        now=NOW,
        version=pm.version,
        values={
            "trigger": WHOLE[:4000],
            "started_at": NOW - dt.timedelta(hours=3),
            "mitigated_at": NOW,
            "severity": "sev2",
        },
        services=[line(n)[:100] for n in (0, 6, 9, 10)],
    )
    type(pm).objects.filter(pk=pm.pk).update(source_note=WHOLE)


def _sections(pm, owner) -> None:
    for n, section in enumerate(Section.objects.filter(postmortem=pm).select_related("postmortem")):
        save_section(section=section, actor=owner, now=NOW, text=Text("one\n\n" + line(n), section.version))
        section.refresh_from_db()
        save_section(
            section=section,
            actor=owner,
            now=NOW,
            text=Text(WHOLE, section.version),
            not_applicable_because=cut(Section, "not_applicable_because", line(n)),
        )
        # Titles come from documents, where a heading may say anything.
        Section.objects.filter(pk=section.pk).update(title=cut(Section, "title", line(n * 3)))


def _event(n: int) -> dict:
    return {
        "at": NOW - dt.timedelta(minutes=3 * n),
        "text": WITHOUT_NUL[n],
        "kind": "decision",
        "actor_role": cut(TimelineEvent, "actor_role", line(n + 1)),
        # The form takes http alone; a document that was brought in may carry anything.
        "source_url": cut(
            TimelineEvent, "source_url", ("javascript:__hit(0)", "//foreign.test/9", line(n))[n % 3]
        ),
        "source": line(n + 2),
        "was_known": line(n + 3),
        "was_expected": line(n + 4),
        "known_later": line(n + 5),
    }


def _factor(n: int) -> dict:
    return {
        "title": cut(Factor, "title", line(n)),
        "condition": WITHOUT_NUL[n],
        "effect": line(n + 1),
        "made_likely": line(n + 2),
        "since_when": cut(Factor, "since_when", line(n + 3)),
    }


def _action(n: int, owner) -> dict:
    return {
        "title": cut(Action, "title", line(n)),
        "details": WITHOUT_NUL[n],
        "owner": owner if n % 2 else None,
        "owner_as_written": cut(Action, "owner_as_written", line(n + 1)),
        "measure": cut(Action, "measure", line(n + 2)),
        "ticket_url": cut(Action, "ticket_url", ("javascript:__hit(0)", line(n))[n % 2]),
        "due_on": NOW.date() - dt.timedelta(days=3),
    }


def summary(found: SimpleNamespace) -> PublicSummary:
    """Its public summary with the texts in every part, signed and published, and published again as a correction."""
    pm, owner = found.pm, found.owner
    made = public.begin_summary(postmortem=pm, actor=owner, now=NOW)
    for n, action in enumerate(Action.objects.filter(postmortem=pm)[: len(PLAIN) : 5]):
        made.refresh_from_db()
        public.promise(
            summary=made,
            action=action,
            actor=owner,
            wording=line(n * 5)[:300],
            due_month=dt.date(2027, 1, 1),
            now=NOW,
        )
    _publish(found, made, line(9), WHOLE)
    pledge = made.promises.first()
    PromiseUpdate.objects.create(
        promise=pledge,
        state="changed",
        note=line(9)[:300],
        proposed_at=NOW,
        confirmed_at=NOW,
        confirmed_by=owner,
    )
    _publish(found, made, line(6), "\n\n".join(reversed(WITHOUT_NUL)))
    return made


def _publish(found: SimpleNamespace, made: PublicSummary, title: str, text: str) -> None:
    made.refresh_from_db()
    parts = [{**part, "title": line(n), "body": text} for n, part in enumerate(made.parts)]
    values = {
        "title": title[:200],
        "lede": text,
        "parts": parts,
        "services": [line(n)[:80] for n in (0, 6, 9)],
        "correction_note": line(9)[:400],
    }
    public.change_text(summary=made, actor=found.owner, version=made.version, values=values, now=NOW)
    made.refresh_from_db()
    # Signers would not let these texts pass; what is looked at here is what the page makes of them.
    digest = digest_of(content_of(made))
    PublicSummary.objects.filter(pk=made.pk).update(status="awaiting_signatures", text_digest=digest)
    Settled.objects.create(summary=made, kind=OVERRIDE, excerpt=digest, decision="kept", reason="Made up")
    public.sign(summary=made, actor=found.publisher, capacity="publisher", digest=digest, now=NOW)
    public.publish(summary=made, actor=found.publisher, now=NOW)
    made.refresh_from_db()
