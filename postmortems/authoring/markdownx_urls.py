"""The names under which django-markdownx's widget looks for its two views; the views are this site's own."""

from django.urls import path

from .views import images

urlpatterns = [
    path("markdownx/markdownify/", images.markdownify, name="markdownx_markdownify"),
    path("markdownx/upload/", images.upload, name="markdownx_upload"),
]
