"""The exposure's disclosure in the demo: moments, decisions and reports, a clock that still runs, an executive brief."""

from __future__ import annotations

from postmortems.demo.record import Telling
from postmortems.demo.story import told
from postmortems.disclosure import actions as disclosure
from postmortems.domain.briefs import AUDIENCES
from postmortems.models import DisclosureTimes, PublicSummary
from postmortems.publication import actions as publication


def disclose(telling: Telling, text: dict) -> None:
    """Record what laws count from, decide which apply, record what was sent, and issue the brief."""
    _clocks(telling, text)
    _brief(telling, text["brief"])


def _clocks(telling: Telling, text: dict) -> None:
    story, postmortem = telling.story, telling.postmortem
    values = {name: story.at(mark) for name, mark in text["times"].items()}
    with told(max(values.values())) as now:
        disclosure.keep_times(
            postmortem=postmortem,
            actor=telling.person("security"),
            version=0,
            values=values | {"zone": text["zone"], "basis": text["basis"].strip()},
            now=now,
        )
        DisclosureTimes.history.filter(history_date__gt=now).update(history_date=now)
    for row in text["decisions"]:
        words = {name: row[name] for name in ("regime", "kind", "reason", "decided_by")}
        with told(story.at(row["at"])) as now:
            disclosure.decide(postmortem=postmortem, actor=telling.person(row["by"]), now=now, **words)
    for row in text["reports"]:
        with told(story.at(row["at"])) as now:
            disclosure.record_report(
                postmortem=postmortem,
                actor=telling.person(row["by"]),
                regime=row["regime"],
                duty=row["duty"],
                sent_at=now,
                sent_to=row["sent_to"],
                reference=row.get("reference", ""),
                now=now,
            )


def _brief(telling: Telling, text: dict) -> PublicSummary:
    story, owner = telling.story, telling.owner
    with told(story.at(text["at"])) as now:
        brief = publication.begin_brief(
            postmortem=telling.postmortem, audience=AUDIENCES["executive"], actor=owner, now=now
        )
        parts = [{**part, "body": text["parts"][part["key"]].strip()} for part in brief.parts]
        publication.change_brief(
            brief=brief,
            actor=owner,
            version=brief.version,
            values={"title": text["title"], "parts": parts},
            now=now,
        )
    with told(story.at(text["sign_at"])) as now:
        brief.refresh_from_db()
        digest = publication.ask_for_brief(brief=brief, actor=owner, now=now)
        for capacity, signer in (("publisher", "comms"), ("security", "security")):
            publication.sign_brief(
                brief=brief, actor=telling.person(signer), capacity=capacity, digest=digest, now=now
            )
    with told(story.at(text["issue_at"])) as now:
        brief.refresh_from_db()
        publication.issue_brief(brief=brief, actor=owner, now=now)
    return brief
