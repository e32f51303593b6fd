"""One include per room."""

from django.urls import URLPattern, URLResolver, include, path

from postmortems import observed, tasks

# Importing them tells core.ops what /readyz and /metrics show, and core.notify the words of the inbox.
__all__ = ["observed", "tasks", "urlpatterns"]

# Patterns are tried one after the other: the pages that everybody opens all day come first.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("postmortems.workspace.urls")),
    path("", include("postmortems.coaching.urls")),
    path("", include("postmortems.authoring.urls")),
    path("", include("postmortems.authoring.markdownx_urls")),
    path("", include("postmortems.analysis.urls")),
    path("", include("postmortems.followup.urls")),
    path("", include("postmortems.publication.urls")),
    path("", include("postmortems.disclosure.urls")),
    path("", include("postmortems.reviewing.urls")),
    path("", include("postmortems.insights.urls")),
]
