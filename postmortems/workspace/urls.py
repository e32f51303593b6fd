"""Addresses of the composed pages."""

from django.urls import path

from postmortems.workspace import views

app_name = "workspace"
urlpatterns = [
    path("", views.home, name="home"),
    path("postmortems/", views.index, name="list"),
    path("postmortems/import/", views.bring_in, name="import"),
    path("postmortems/<int:pk>/", views.detail, name="detail"),
]
