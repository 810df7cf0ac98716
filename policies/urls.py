from django.urls import path

from policies import views

urlpatterns = [
    *(pattern for listing in views.LISTINGS for pattern in listing.urls()),
    path("sources/<str:slug>/", views.source_detail, name="source"),
    path("sources/<str:slug>/<str:code>/", views.section_detail, name="section"),
    path("pillars/<str:slug>/", views.framework_detail, name="framework"),
    path("pillars/<str:framework>/<str:slug>/", views.pillar_detail, name="pillar"),
    path("partners/<str:code>/", views.partner_detail, name="partner"),
    path("subjects/<str:slug>/", views.subject_detail, name="subject"),
    path("organisations/<str:slug>/", views.organisation_detail, name="organisation"),
    path("issues/<str:slug>/", views.issue_detail, name="issue"),
]
