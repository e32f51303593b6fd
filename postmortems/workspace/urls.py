"""Addresses of the composed pages."""

from django.urls import path, re_path

from postmortems.workspace import views

app_name = "workspace"
urlpatterns = [
    path("", views.home, name="home"),
    path("postmortems/", views.index, name="list"),
    path("postmortems/import/", views.bring_in, name="import"),
    path("postmortems/<int:pk>/", views.detail, name="detail"),
    re_path(
        r"^postmortems/(?P<pk>[0-9]{1,18})/export/(?P<form>markdown|json|html)/$", views.export, name="export"
    ),
    path("search/", views.search, name="search"),
]
