"""The public summary of the demo: written, signed, published, corrected, and followed by what became of its promises."""

from __future__ import annotations

import datetime as dt

from core.accounts.models import User
from postmortems.demo.record import Telling
from postmortems.demo.story import told
from postmortems.models import Promise, PublicSummary
from postmortems.publication import actions as publication


def publish(telling: Telling, text: dict) -> PublicSummary:
    """Write the summary, have it signed and published, correct it, and say how the promises stand."""
    writer, signer = telling.person(text["began_by"]), telling.person("comms")
    with told(telling.story.at(text["began_at"])) as now:
        summary = publication.begin_summary(postmortem=telling.postmortem, actor=writer, now=now)
        _put(telling, summary, text, first=True, now=now)
        for row in text["promises"]:
            summary.refresh_from_db()
            publication.promise(
                summary=summary,
                action=telling.actions[row["action"] - 1],
                actor=writer,
                wording=row["wording"],
                due_month=_month(telling, text, row),
                now=now,
            )
    # The first text gave an estimate that the record has corrected since.
    why = "The number of comments is the first estimate, from a sample, and is told as one."
    _out(telling, summary, signer, text["first"]["sign_at"], text["first"]["publish_at"], override=why)
    correction = text["correction"]
    with told(telling.story.at(correction["at"])) as now:
        _put(telling, summary, text, first=False, now=now)
    _out(telling, summary, signer, correction["sign_at"], correction["sign_at"])
    _say(telling, summary, text)
    return summary


def _put(telling: Telling, summary: PublicSummary, text: dict, *, first: bool, now: dt.datetime) -> None:
    """The words of the file, in their first or in their corrected form."""
    summary.refresh_from_db()
    change = text["first"]
    parts = []
    for part in summary.parts:
        body = telling.story.dated(text["parts"].get(part["key"], ""))
        parts.append({**part, "body": body.replace(change["find"], change["was"]) if first else body})
    values = {
        "title": text["title"],
        "slug": text["slug"],
        "lede": telling.story.dated(text["lede"]),
        "services": text["services"],
        "parts": parts,
        "withheld": {"reasons": text["withheld"]},
        "correction_note": "" if first else text["correction"]["note"],
    }
    publication.change_text(
        summary=summary,
        actor=telling.person(text["began_by"]),
        version=summary.version,
        values=values,
        now=now,
    )


def _out(
    telling: Telling,
    summary: PublicSummary,
    signer: User,
    sign_at: str,
    publish_at: str,
    *,
    override: str = "",
) -> None:
    summary.refresh_from_db()
    with told(telling.story.at(sign_at)) as now:
        digest = publication.ask_signatures(summary=summary, actor=telling.owner, now=now, override=override)
        publication.sign(summary=summary, actor=signer, capacity="publisher", digest=digest, now=now)
    with told(telling.story.at(publish_at)) as now:
        publication.publish(summary=summary, actor=signer, now=now)
    summary.refresh_from_db()


def _last_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def _month(telling: Telling, text: dict, row: dict) -> dt.date:
    """The month a promise names: the one of publication, of the action's due date, or the one just over."""
    if row["month"] == "published":
        return telling.story.at(text["first"]["publish_at"]).date().replace(day=1)
    if row["month"] == "due":
        return telling.actions[row["action"] - 1].due_on.replace(day=1)
    return _last_month(telling.story.day(0))


def _say(telling: Telling, summary: PublicSummary, text: dict) -> None:
    """The public state of each promise, by the publisher, each after the other."""
    publisher = telling.person("comms")
    for row in text["promises"]:
        pledge = Promise.objects.select_related("summary").get(
            summary=summary, action=telling.actions[row["action"] - 1]
        )
        for update in row.get("updates", []):
            with told(telling.story.at(update["at"])) as now:
                publication.say_promise(
                    pledge=pledge,
                    actor=publisher,
                    state=update["state"],
                    note=update.get("note", ""),
                    now=now,
                )
        if "late" in row:
            # Late since the month was over: from the first minutes of this one.
            first = telling.story.day(0).replace(day=1)
            over = dt.datetime.combine(first, dt.time(0, 10), dt.UTC)
            with told(min(over, telling.story.now)) as now:
                publication.say_promise(
                    pledge=pledge, actor=publisher, state="late", note=row["late"], now=now
                )
