from django.urls import path

from measures import views

urlpatterns = [
    *(pattern for listing in views.LISTINGS for pattern in listing.urls()),
    path("measures/<str:slug>/", views.measure_detail, name="measure"),
    path("indicators/<str:slug>/", views.indicator_detail, name="indicator"),
]
