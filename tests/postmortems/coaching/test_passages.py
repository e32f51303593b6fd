"""The coach reads what stands beside the sections too: controls, what there is to keep, answers of the kind."""

import pytest

from postmortems.analysis.actions import keep
from postmortems.authoring.actions import Answers, change_kind_facts
from postmortems.coaching.queries import texts_of
from postmortems.domain import kinds
from postmortems.models import Control, Learning
from postmortems.reviewing.findings import open_findings
from tests.conftest import NOW

BLAMING = "The operator failed to check the lease."


@pytest.fixture
def exposure(make_postmortem):
    return make_postmortem(template="exposure", kind="exposure")


def answer(postmortem, group, field, text, disclosures=()):
    answers = Answers(groups=[group], values={field: text}, disclosures=dict(disclosures), version=0)
    return change_kind_facts(postmortem=postmortem, actor=postmortem.owner, now=NOW, answers=answers)


def places(postmortem, *, full):
    return [one.place for one in open_findings(postmortem, full=full) if one.finding.excerpt in BLAMING]


def test_controls_and_learnings_are_read(exposure):
    about = {"postmortem": exposure, "actor": exposure.owner, "now": NOW}
    keep(model=Control, values={"title": "Lease check", "state": "silent", "note": BLAMING}, **about)
    keep(model=Learning, values={"kind": "well", "text": f"It ended well. {BLAMING}"}, **about)
    assert places(exposure, full=True) == ["Controls", "What went well"]


def test_answers_of_the_kind_are_read_as_far_as_their_class_allows(exposure):
    spec = kinds.spec_of("exposure")
    group, field = next(
        (group, field) for group in spec.groups for field in group.fields if field.type == "text"
    )
    answer(exposure, group.key, field.key, BLAMING, {group.key: "internal"})
    assert places(exposure, full=False) == [group.title]
    facts = exposure.kind_facts.get()
    facts.disclosures = {group.key: "restricted"}
    facts.save()
    assert places(exposure, full=False) == []
    assert places(exposure, full=True) == [group.title]
    assert BLAMING not in [text for _, _, _, text, *_ in texts_of(exposure, full=False)]
