"""Begins, redacts, signs, publishes and corrects planted incidents through the rooms' own actions."""

from __future__ import annotations

import datetime as dt
import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from postmortems.authoring.actions import add_events, add_image, add_people, begin, fill_sections
from postmortems.models import Action, Factor, Involved, OrganisationList, PublicSummary, Section
from postmortems.publication import actions
from tests.leaks.planted import CUSTOMERS, DOMAINS, WORDS, Planted

WHY = "Made-up figures"


def keep_lists() -> None:
    """The words the organisation keeps."""
    for kind, values in (("customer", CUSTOMERS), ("word", WORDS), ("domain", [*DOMAINS, "kestrel.test"])):
        OrganisationList.objects.bulk_create(
            [OrganisationList(kind=kind, value=value) for value in values], ignore_conflicts=True
        )


class House:
    """A team whose people write and sign."""

    def __init__(self, owner, publisher, team, version, now: dt.datetime) -> None:
        self.owner, self.publisher, self.team, self.version, self.now = owner, publisher, team, version, now

    def publish(self, planted: Planted, *, picture: bool = False) -> PublicSummary:
        """One planted incident, made public as a person would: with forgetful words of their own."""
        now, owner = self.now, self.owner
        postmortem = self._record(planted)
        summary = actions.begin_summary(postmortem=postmortem, actor=owner, now=now)
        self._write(summary, planted)
        self._promise(summary, planted)
        if picture:
            self._picture(summary, planted)
        return self.out(summary)

    def out(self, summary: PublicSummary) -> PublicSummary:
        """Replace, let stand what only a person could reword, sign and publish."""
        now, owner = self.now, self.owner
        summary.refresh_from_db()
        actions.replace_all(summary=summary, actor=owner, version=summary.version, now=now)
        summary.refresh_from_db()
        digest = actions.ask_signatures(summary=summary, actor=owner, now=now, override=WHY)
        actions.sign(summary=summary, actor=self.publisher, capacity="publisher", digest=digest, now=now)
        actions.publish(summary=summary, actor=self.publisher, material=True, now=now)
        summary.refresh_from_db()
        return summary

    def correct(self, summary: PublicSummary, planted: Planted, passage: str = "") -> PublicSummary:
        """A correction by somebody who forgets what they know once more, with a passage to be removed later."""
        parts = [dict(part) for part in summary.parts]
        parts[0]["body"] += f"\n\n{planted.sentence()}\n\n{passage}"
        values = {"parts": parts, "correction_note": f"Told by {planted.people[0][0]}"}
        actions.change_text(
            summary=summary, actor=self.owner, version=summary.version, values=values, now=self.now
        )
        return self.out(summary)

    def _record(self, planted: Planted):
        now, owner = self.now, self.owner
        title = f"Uploads stopped on {planted.random.choice(WORDS)}, seen by {planted.people[0][0]}"
        postmortem = begin(
            actor=owner, team=self.team, version=self.version, title=title, visibility="organisation", now=now
        )
        roster = [
            Involved(name=name, handles=[handle], role=f"Responder {n}")
            for n, (name, handle) in enumerate(planted.people, 1)
        ]
        add_people(postmortem=postmortem, actor=owner, people=roster)
        sections = list(postmortem.sections.filter(kind="text"))
        bodies = {section.key: (section.title, planted.text()) for section in sections}
        fill_sections(postmortem=postmortem, actor=owner, bodies=bodies, now=now)
        hidden = planted.random.choice(sections)
        Section.objects.filter(pk=hidden.pk).update(disclosure="restricted", body="Zanzibar-restricted words")
        rows = [{"at": now, "text": planted.sentence(), "kind": "action"} for _ in range(3)]
        rows.append({"at": now, "text": "Zanzibar-restricted row", "disclosure": "restricted"})
        add_events(postmortem=postmortem, actor=owner, rows=rows, now=now)
        Factor.objects.create(
            postmortem=postmortem, title=planted.sentence()[:200], condition=planted.sentence()
        )
        Factor.objects.create(postmortem=postmortem, title="Zanzibar-restricted", disclosure="restricted")
        return postmortem

    def _write(self, summary: PublicSummary, planted: Planted) -> None:
        clean = "\n\n".join(planted.clean)
        values = {
            "lede": f"We are sorry. {planted.sentence()}",
            "services": ["Uploads", planted.random.choice(WORDS)],
            "parts": [
                {**part, "body": f"{part['body']}\n\n{planted.sentence()}\n\n{clean if n == 0 else ''}"}
                if n % 3 == 0
                else part
                for n, part in enumerate(summary.parts)
            ],
        }
        actions.change_text(
            summary=summary, actor=self.owner, version=summary.version, values=values, now=self.now
        )

    def _promise(self, summary: PublicSummary, planted: Planted) -> None:
        action = Action.objects.create(
            postmortem=summary.postmortem, team=self.team, title=planted.sentence(), owner=self.owner
        )
        actions.promise(
            summary=summary,
            action=action,
            actor=self.owner,
            wording=f"We will write to {planted.random.choice(CUSTOMERS)} and {planted.people[1][0]}",
            due_month=self.now.date(),
            now=self.now,
        )

    def _picture(self, summary: PublicSummary, planted: Planted) -> None:
        """A picture whose file and whose description name somebody."""
        name = planted.people[0][0]
        info = PngInfo()
        info.add_itxt("Author", name)
        out = io.BytesIO()
        Image.new("RGB", (30, 20), (planted.number % 256, planted.number // 256, 90)).save(
            out, "PNG", pnginfo=info
        )
        attached = add_image(
            postmortem=summary.postmortem,
            actor=self.owner,
            now=self.now,
            data=out.getvalue(),
            alternative_text=name,
            disclosure="internal",
        )
        summary.refresh_from_db()
        actions.choose_picture(
            summary=summary,
            attachment=attached,
            actor=self.owner,
            part="impact",
            alternative_text=f"{name} before a falling line",
            looked=True,
            now=self.now,
        )
