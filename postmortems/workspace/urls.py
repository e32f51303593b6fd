"""Addresses of the composed pages."""

from django.urls import path, re_path

from postmortems.workspace import views
from postmortems.workspace.guiding import views as guiding
from postmortems.workspace.keeping import views as keeping

app_name = "workspace"
urlpatterns = [
    path("", views.home, name="home"),
    path("postmortems/", views.index, name="list"),
    path("postmortems/import/", views.bring_in, name="import"),
    path("postmortems/<int:pk>/", views.detail, name="detail"),
    path("postmortems/<int:pk>/guide/", guiding.guide, name="guide"),
    path("postmortems/<int:pk>/guide/<slug:step>/", guiding.step, name="guide_step"),
    path("postmortems/<int:pk>/writing/", guiding.writing, name="writing"),
    path("postmortems/<int:pk>/keeping/", keeping.keeping, name="keeping"),
    path("postmortems/<int:pk>/keeping/purge/", keeping.remove, name="purge"),
    path("postmortems/<int:pk>/keeping/hold/", keeping.hold, name="hold"),
    re_path(
        r"^postmortems/(?P<pk>[0-9]{1,18})/export/(?P<form>markdown|json|html)/$", views.export, name="export"
    ),
    path("search/", views.search, name="search"),
]
