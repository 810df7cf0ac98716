"""A form of the admin that is refused says so first: every fault, with a link to its field."""

import re
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext, ngettext

from measures.models import Measure
from policies.models import Section, SourceDocument
from tests.entries import everything
from tests.markup import Page
from tests.policies.test_refusals import TYPED, address, form_in, own_pages, spoil

# The stock templates of the admin read variables that are not always there.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
]

GENERIC = ("Please correct the error below.", "Please correct the errors below.")


def links_in_summary(answer) -> list[str]:
    """Where the summary of a page that was refused leads; it stands there as it should."""
    text = answer.content.decode()
    assert text.count('role="alert"') == 1
    assert not [words for words in GENERIC if gettext(words) in text]
    start = text.index('id="error-summary"')
    summary = text[start : text.index("</div>", start)]
    number = summary.count("<li>")
    assert number
    words = ngettext("%(number)s error to correct", "%(number)s errors to correct", number)
    title = " ".join(Page(text).text("title").split())
    assert words % {"number": number} in summary
    assert title.startswith(words % {"number": number}), title
    return re.findall(r'href="#([^"]+)"', summary)


def assert_leads_to_fields(answer) -> None:
    """Every fault of a field has a link, and every link a place."""
    links = links_in_summary(answer)
    page = Page(answer.content.decode())
    assert links
    assert set(links) <= set(page.ids)


def test_a_form_that_is_refused_leads_to_every_fault(admin_client):
    """The page of an entry, the page that adds one, and the page of each group of rows."""
    everything("typed", "語", 1)
    seen = 0
    for model in TYPED:
        addresses = [address(model, "add")]
        for inline in own_pages(model):
            key = inline.foreign_key.name
            row = inline.model.objects.exclude(**{key: None}).order_by("-pk").first()
            addresses.append(address(model, "group", getattr(row, key).pk, inline.group))
        for url in addresses:
            answer = admin_client.get(url)
            form = form_in(answer, model)
            assert spoil(answer, form, 1), url
            assert_leads_to_fields(admin_client.post(url, form.typed))
            seen += 1
    assert seen > len(TYPED)


def test_a_fault_names_its_row_and_field(admin_client):
    document = SourceDocument.objects.order_by("pk").first()
    url = address(SourceDocument, "group", document.pk, "sections")
    form = form_in(admin_client.get(url), SourceDocument)
    answer = admin_client.post(url, form.typed | {"sections-0-page": "many"})
    assert "id_sections-0-page" in links_in_summary(answer)
    label = Section._meta.get_field("page").verbose_name
    assert re.search(rf"#1 {escape(label)}</b>", answer.content.decode())


def test_the_login_says_what_is_wrong(client):
    answer = client.post(reverse("admin:login"), {"username": "nobody", "password": "wrong"})
    assert_leads_to_fields(answer)
    answer = client.post(reverse("admin:login"), {"username": "", "password": ""})
    assert links_in_summary(answer) == ["id_username", "id_password"]


def test_passwords_that_are_refused_say_why(admin_client, admin_user):
    admin_user.set_password("right words")
    admin_user.save()
    admin_client.force_login(admin_user)
    typed = {"old_password": "wrong", "new_password1": "a", "new_password2": "b"}
    assert_leads_to_fields(admin_client.post(reverse("admin:password_change"), typed))
    other = User.objects.create_user("other")
    url = reverse("admin:auth_user_password_change", args=[other.pk])
    typed = {"password1": "a", "password2": "b", "usable_password": "true"}
    assert_leads_to_fields(admin_client.post(url, typed))


# ---- larger than forms are


@pytest.mark.parametrize(
    ("limit", "value"),
    [("DATA_UPLOAD_MAX_NUMBER_FIELDS", 5), ("DATA_UPLOAD_MAX_MEMORY_SIZE", 100)],
)
def test_a_form_that_is_too_large_comes_back(admin_client, settings, limit, value):
    measure = everything("large", "語", 1)[1][0]
    url = address(Measure, "change", measure.pk)
    form = form_in(admin_client.get(url), Measure)
    setattr(settings, limit, value)
    answer = admin_client.post(
        url,
        urlencoded(form.typed | {"title_ja": "手間をかけた題名", "password": "geheim"}),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 413
    page = answer.content.decode()
    assert gettext("The form is too large. Nothing was saved.") in page
    assert "title_ja: 手間をかけた題名" in page
    assert "geheim" not in page
    assert "アドレスを確かめて" not in page
    measure.refresh_from_db()
    assert measure.title_ja != "手間をかけた題名"


def test_only_editors_get_back_what_is_too_large(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = client.post(
        reverse("admin:login"),
        urlencoded({"username": "語" * 200, "next": "geheim"}),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 413
    assert "geheim" not in answer.content.decode()


def urlencoded(typed: dict) -> str:
    """A form as a browser sends it."""
    return urlencode(typed, doseq=True)
