"""Addresses of contributing factors and how they hang together, below postmortems/<pk>/."""

from django.urls import path

from postmortems.analysis.views import conditions, factors, similar

app_name = "analysis"
urlpatterns = [
    path("postmortems/<int:pk>/factors/new/", factors.new, name="new"),
    path("postmortems/<int:pk>/factors/help/", conditions.causal_help, name="help"),
    path("postmortems/<int:pk>/factors/<int:factor>/", factors.change, name="change"),
    path("postmortems/<int:pk>/factors/<int:factor>/remove/", factors.remove, name="remove"),
    path("postmortems/<int:pk>/factors/<int:factor>/risk/", factors.risk, name="risk"),
    path("postmortems/<int:pk>/similar/", similar.similar, name="similar"),
    path("postmortems/<int:pk>/conditions/", conditions.conditions, name="conditions"),
    path("postmortems/<int:pk>/conditions/links/", conditions.link, name="link"),
    path("postmortems/<int:pk>/conditions/links/<int:link>/remove/", conditions.unlink, name="unlink"),
    path("postmortems/<int:pk>/conditions/<slug:sort>/new/", conditions.kept, name="keep"),
    path("postmortems/<int:pk>/conditions/<slug:sort>/<int:row>/", conditions.kept, name="kept"),
]
