"""A postmortem of real size, and the lines of a document looked for in what the database holds."""

import datetime as dt
import re
import unicodedata

import pytest

from tests.conftest import NOW

_MARKS = re.compile(r"[\s|*_#>`~=+\-–—:\\\"'\ufeff\u200b]+|(?<=\n)\d{1,3}[.)]")
_LEADING = re.compile(r"^\s*(?:>\s*)*(?:[-*+•]\s+)?(?:\(?\d{1,3}[.)]\s+)?(?:\[[ xX]\]\s+)?(?:h[1-6]\.\s+)?")


def normal(text: str) -> str:
    """The text without white space, marks of layout and case, as `domain.importing.account` compares.

    Case, because a heading "ACTION ITEMS" becomes the section "Action items".
    """
    return _MARKS.sub("", unicodedata.normalize("NFC", text)).casefold()


def stored_texts(postmortem) -> list[str]:
    """Every text of a draft as the database holds it."""
    texts = [postmortem.title, postmortem.source_note, postmortem.trigger]
    for section in postmortem.sections.all():
        texts += [section.title, section.body]
    for event in postmortem.events.all():
        texts += [event.text, event.source]
    for factor in postmortem.factors.all():
        texts += [factor.title, factor.condition, factor.source]
    for action in postmortem.action_items.all():
        texts += [action.title, action.details, action.source, action.owner_as_written, action.ticket_url]
    return texts


@pytest.fixture
def lost_lines():
    """lost_lines(postmortem, source): the non-blank lines of the source that stand nowhere in the draft."""

    def find(postmortem, source: str) -> list[str]:
        postmortem.refresh_from_db()
        everything = "\n".join(normal(text) for text in stored_texts(postmortem))
        lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return [
            line
            for line in lines
            if normal(line)
            and normal(line) not in everything
            and normal(_LEADING.sub("", line)) not in everything
        ]

    return find


@pytest.fixture
def make_big(make_postmortem):
    """make_big(rows=15, sections=10, factors=4, actions=4): a postmortem with that many of each."""
    from postmortems.models import Action, Factor, Section, TimelineEvent

    def make(*, rows=15, sections=10, factors=4, actions=4, **head):
        postmortem = make_postmortem(**head)
        have = postmortem.sections.count()
        postmortem.sections.update(
            body="Twelve words or more of what was seen, by whom it was seen, and when."
        )
        Section.objects.bulk_create(
            Section(postmortem=postmortem, key=f"more-{n}", title=f"More {n}", position=100 + n, body="Words")
            for n in range(max(0, sections - have))
        )
        TimelineEvent.objects.bulk_create(
            TimelineEvent(
                postmortem=postmortem,
                at=NOW + dt.timedelta(minutes=n),
                text=f"Something happened, {n}",
                kind="action",
                position=n,
            )
            for n in range(rows)
        )
        made = Factor.objects.bulk_create(
            Factor(postmortem=postmortem, title=f"No limit was set, {n}", position=n) for n in range(factors)
        )
        for n in range(actions):
            action = Action.objects.create(
                postmortem=postmortem, team=postmortem.team, title=f"Set limit {n}", owner=postmortem.owner
            )
            if made:
                action.factors.add(made[n % len(made)])
        return postmortem

    return make
