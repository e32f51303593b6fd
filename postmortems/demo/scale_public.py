"""Published summaries in bulk: frozen as publishing freezes them, without the signatures."""

from __future__ import annotations

from postmortems.demo.reading import read
from postmortems.models import Postmortem, PublicRevision, PublicSummary
from postmortems.publication.actions.publish import content_of, digest_of


def publish(made: list[Postmortem], left: int) -> int:
    """Freeze a summary for some of the approved ones; how many."""
    chosen = [one for one in made if one.status == "approved"][: max(left, 0)]
    summaries = PublicSummary.objects.bulk_create([_summary(one) for one in chosen])
    revisions = []
    for summary in summaries:
        content = content_of(summary)
        revisions.append(
            PublicRevision(
                summary=summary,
                number=1,
                content=content,
                text_digest=digest_of(content),
                published_at=summary.updated_at,
            )
        )
    for revision in PublicRevision.objects.bulk_create(revisions):
        PublicSummary.objects.filter(pk=revision.summary_id).update(
            live_revision=revision, status="published", text_digest=revision.text_digest
        )
    return len(chosen)


def _summary(one: Postmortem) -> PublicSummary:
    file = read("database_public")
    return PublicSummary(
        postmortem=one,
        slug=f"scale-{one.year}-{one.number}",
        title=f"{file['title']} ({one.number})",
        lede=file["lede"].strip(),
        parts=[
            {
                "key": key,
                "title": key.replace("_", " ").capitalize(),
                "body": body.replace("{{", "").replace("}}", ""),
            }
            for key, body in file["parts"].items()
        ],
        began_at=one.started_at,
        ended_at=one.mitigated_at,
        services=["Web application"],
        created_at=one.created_at,
        updated_at=one.updated_at,
        first_published_at=one.updated_at,
    )
