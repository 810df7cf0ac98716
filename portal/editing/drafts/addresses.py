"""The addresses of drafts, below those of the admin."""

from django.contrib import admin
from django.urls import path

from portal.editing.drafts.forms import FormPages
from portal.editing.drafts.pages import DraftPages
from portal.editing.drafts.review import ReviewPages
from portal.editing.drafts.withdrawing import WithdrawalPages

PAGES, FORMS = DraftPages(admin.site), FormPages(admin.site)
REVIEWS, WITHDRAWALS = ReviewPages(admin.site), WithdrawalPages(admin.site)
view = admin.site.admin_view

urlpatterns = [
    path("", view(PAGES.listing), name="drafts"),
    path("<int:pk>/", view(FORMS.form), name="draft"),
    path("<int:pk>/rows/<slug:group>/", view(FORMS.form), name="draft-rows"),
    path("<int:pk>/at/<path:place>/rows/<slug:group>/", view(FORMS.form), name="draft-place-rows"),
    path("<int:pk>/at/<path:place>/", view(FORMS.form), name="draft-place"),
    path("<int:pk>/choices/", view(FORMS.choices), name="draft-choices"),
    path("<int:pk>/review/", view(REVIEWS.review), name="draft-review"),
    path("<int:pk>/preview/", view(PAGES.preview), name="draft-preview"),
    path("<int:pk>/preview/<path:public>", view(PAGES.preview), name="draft-preview-of"),
    path("withdrawn/", view(WITHDRAWALS.listing), name="withdrawn"),
    path("withdraw/<slug:kind>/<int:row>/", view(WITHDRAWALS.withdraw), name="withdraw"),
]
