from django.urls import path

from measures import views
from measures.compare.views import brief, compare

urlpatterns = [
    path("measures/<slug:slug>/", views.measure_detail, name="measure"),
    path("compare/", compare, name="compare"),
    path("brief/", brief, name="brief"),
    path("indicators/<slug:slug>/", views.indicator_detail, name="indicator"),
]
