"""The site's addresses and those of the baselines."""

from django.urls import include, path

from tests.load.site import views

handler404 = "core.ops.views.not_found"
urlpatterns = [
    path("_load/keys/<int:number>/", views.keys),
    path("_load/save/", views.save),
    path("_load/bytes/<int:number>/", views.same_bytes),
    path("", include("core.urls")),
]
