"""Addresses of the disclosure clocks."""

from django.urls import path

from postmortems.disclosure import views

app_name = "disclosure"
of_one = "postmortems/<int:pk>/clocks/"
urlpatterns = [
    path("clocks/", views.index, name="index"),
    path(of_one, views.clocks, name="clocks"),
    path(f"{of_one}times/", views.times, name="times"),
    path(f"{of_one}<slug:regime>/", views.applies, name="applies"),
    path(f"{of_one}<slug:regime>/<slug:duty>/", views.report, name="report"),
    path(f"{of_one}sent/<int:sent>/strike/", views.strike, name="strike"),
]
