"""Addresses of contributing factors, below postmortems/<pk>/factors/."""

from django.urls import path

from postmortems.analysis import views

app_name = "analysis"
urlpatterns = [
    path("postmortems/<int:pk>/factors/new/", views.new, name="new"),
    path("postmortems/<int:pk>/factors/<int:factor>/", views.change, name="change"),
    path("postmortems/<int:pk>/factors/<int:factor>/remove/", views.remove, name="remove"),
    path("postmortems/<int:pk>/factors/<int:factor>/risk/", views.risk, name="risk"),
]
