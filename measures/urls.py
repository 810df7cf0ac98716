from django.urls import path

from measures import views
from measures.compare.document_views import documents_compared, documents_compared_csv
from measures.compare.views import brief, compare
from measures.page import citing
from policies.downloads import reference_urls

urlpatterns = [
    path("measures/<slug:slug>/", views.measure_detail, name="measure"),
    path("measures/<slug:slug>/cite/", citing.measure_cite, name="measure-cite"),
    *reference_urls("measures/<slug:slug>/", "measure", citing.measure_references),
    path("compare/", compare, name="compare"),
    path("brief/", brief, name="brief"),
    path("documents-compared/", documents_compared, name="documents-compared"),
    path("documents-compared.csv", documents_compared_csv, name="documents-compared-csv"),
    path("indicators/<slug:slug>/", views.indicator_detail, name="indicator"),
    path("indicators/<slug:slug>/cite/", citing.indicator_cite, name="indicator-cite"),
    *reference_urls("indicators/<slug:slug>/", "indicator", citing.indicator_references),
]
