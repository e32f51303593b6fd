"""Beginning a postmortem."""

from core.audit import AuditEntry
from postmortems.authoring.actions import sync_templates, wrote
from tests.conftest import NOW


def test_a_new_postmortem_has_the_sections_of_its_template(make_postmortem):
    postmortem = make_postmortem(template="outage")
    assert list(postmortem.sections.values_list("key", flat=True)) == [
        part["key"] for part in postmortem.template_version.sections
    ]
    assert AuditEntry.objects.get(verb="begin").object_id == postmortem.pk
    assert [author.user_id for author in postmortem.authors.all()] == [postmortem.owner_id]


def test_references_count_within_a_year(make_postmortem):
    assert [make_postmortem().reference for _ in range(2)] == ["PM-2026-001", "PM-2026-002"]


def test_templates_are_brought_in_once(db):
    assert sync_templates(now=NOW) == 7
    assert sync_templates(now=NOW) == 0


def test_a_change_of_text_takes_an_approval_back(make_postmortem):
    postmortem = make_postmortem(status="approved")
    wrote(postmortem=postmortem, actor=postmortem.owner, now=NOW)
    assert postmortem.status == "draft"
    assert postmortem.approved_at is None
    assert AuditEntry.objects.filter(verb="reopen").count() == 1
