"""What stands around a postmortem for other readers: clocks that run, a decision, a report, an issued brief."""

import datetime as dt

from django.utils import timezone

from postmortems.disclosure import actions as disclosure
from postmortems.domain.briefs import AUDIENCES
from postmortems.publication import actions as publication


def disclosed(pm, owner, publisher) -> None:
    """One law that applies and one that does not, a report on its time, and the executive brief as issued."""
    now = timezone.now()
    aware = now - dt.timedelta(hours=30)
    disclosure.keep_times(
        postmortem=pm, actor=owner, version=0, now=now, values={"aware_at": aware, "zone": "Europe/Berlin"}
    )
    for regime, kind in (("gdpr33", "applies"), ("sec", "not_applicable")):
        disclosure.decide(
            postmortem=pm,
            actor=owner,
            regime=regime,
            kind=kind,
            reason="As counsel said.",
            decided_by="General counsel",
            now=now,
        )
    disclosure.record_report(
        postmortem=pm,
        actor=owner,
        regime="nis2",
        duty="warning",
        sent_at=aware + dt.timedelta(hours=20),
        sent_to="The CSIRT",
        now=now,
    )
    brief = publication.begin_brief(postmortem=pm, audience=AUDIENCES["executive"], actor=owner, now=now)
    parts = [{**part, "body": "Uploads were refused for 74 minutes."} for part in brief.parts]
    publication.change_brief(
        brief=brief, actor=owner, version=brief.version, values={"parts": parts}, now=now
    )
    brief.refresh_from_db()
    digest = publication.ask_for_brief(brief=brief, actor=owner, now=now)
    publication.sign_brief(brief=brief, actor=publisher, capacity="publisher", digest=digest, now=now)
    publication.issue_brief(brief=brief, actor=owner, now=now)
