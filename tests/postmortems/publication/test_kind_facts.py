"""What a kind of incident asked crosses with the section that asked it, redacted, and by its class."""

import pytest

from postmortems.authoring.actions import Answers, change_kind_facts
from postmortems.models import KindFacts
from postmortems.publication.actions import begin_summary
from tests.conftest import NOW


@pytest.fixture
def exposure(make_postmortem):
    """A window (internal) and what was exposed (restricted), both answered."""
    postmortem = make_postmortem(template="exposure", visibility="organisation", zone="Europe/Amsterdam")
    values = {
        "window_start": "2026-11-12T13:00:00+01:00",
        "window_start_basis": "log",
        "window_start_note": "the access log that Ines keeps",
        "window_end": "2026-11-12T15:30:00+01:00",
        "window_end_basis": "deploy",
        "data_classes": ["payment"],
        "people_count": 4711,
    }
    change_kind_facts(
        postmortem=postmortem,
        actor=postmortem.owner,
        answers=Answers(("exposed", "window"), values, {}, 0),
        now=NOW,
    )
    return postmortem


def _body(postmortem, key):
    summary = begin_summary(postmortem=postmortem, actor=postmortem.owner, now=NOW)
    return next(part["body"] for part in summary.parts if part["key"] == key)


def test_answers_open_the_public_part_of_their_section(exposure):
    impact = _body(exposure, "impact")
    assert "- It could be reached from: 12 Nov 2026, 12:00 UTC" in impact
    assert "- It could be reached until: 12 Nov 2026, 14:30 UTC" in impact
    assert "- What shows the beginning? A log shows it" in impact
    assert "Ines" not in impact, "a note on where we know it from is for us"


def test_a_restricted_group_stays_inside(exposure):
    everything = str(begin_summary(postmortem=exposure, actor=exposure.owner, now=NOW).parts)
    assert "4,711" not in everything and "Payment" not in everything


def test_a_group_that_a_person_restricted_stays_inside_too(exposure):
    KindFacts.objects.filter(postmortem=exposure).update(disclosures={"window": "restricted"})
    assert "It could be reached" not in _body(exposure, "impact")


def test_the_answers_stand_beside_the_public_text(exposure, sign_in):
    begin_summary(postmortem=exposure, actor=exposure.owner, now=NOW)
    page = sign_in(exposure.owner).get(f"/postmortems/{exposure.pk}/summary/").content.decode()
    assert "What shows the end? A deploy or a change shows it" in page
    assert "4,711" not in page
