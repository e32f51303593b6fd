"""Addresses of the site."""

from django.urls import include, path

handler400 = "core.ops.views.bad_request"
handler403 = "core.ops.views.forbidden"
handler404 = "core.ops.views.not_found"
handler500 = "core.ops.views.went_wrong"

urlpatterns = [
    path("", include("core.ops.urls")),
    path("", include("postmortems.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("core.accounts.urls")),
    path("", include("core.notify.urls")),
]
