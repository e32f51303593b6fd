"""One include per room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("postmortems.authoring.urls")),
    path("", include("postmortems.authoring.markdownx_urls")),
    path("", include("postmortems.analysis.urls")),
    path("", include("postmortems.followup.urls")),
    path("", include("postmortems.publication.urls")),
    path("", include("postmortems.reviewing.urls")),
    path("", include("postmortems.workspace.urls")),
]
