"""Drafts as editors make them: with the button on the real form, and what is done with them."""

import datetime
import re

from django.contrib.auth.models import Group, User
from django.urls import reverse

from measures.models import Measure
from portal.dates.clock import now
from portal.record.models import Draft, Entry, Revision
from portal.record.schema import layout
from tests.forms import Form

# A word of no language.
WORD = "Zundamochi"


def account(client, role: str, name: str = "") -> User:
    """The client becomes somebody with a role."""
    user, _made = User.objects.get_or_create(username=name or role, is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    client.force_login(user)
    return user


def measure() -> Measure:
    """A measure that visitors see."""
    return Measure.objects.get(slug="talks")


def change_address(row=None) -> str:
    """The ordinary form of an entry."""
    row = row or measure()
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def form_at(client, address: str) -> Form:
    """The form of a page."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    name = re.search(r'<form[^>]* id="(\w+_form)"', answer.text)
    assert name is not None, answer.text[:500]
    return Form(answer.text, name[1])


def save_draft(client, **typed) -> Draft:
    """A draft of the measure, made with the button on its form."""
    form = form_at(client, change_address())
    answer = client.post(change_address(), form.typed | typed | {"_draft": "1"})
    draft = Draft.objects.first()
    assert answer["Location"].startswith(reverse("draft", args=[draft.pk]))
    return draft


def draft_of(kind: str, key: str, state: str = Draft.State.WRITING, /, **changes) -> Draft:
    """A draft of an entry that says something else in some fields; of a new one, all it says."""
    head = Entry.objects.filter(kind=kind, key=key).first()
    form = Revision.objects.current().get(entry=head).form if head else {}
    return Draft.objects.create(
        kind=kind,
        key=key,
        base=head.number if head else 0,
        form=form | changes,
        layout=layout(kind),
        state=state,
        saved=1,
    )


def page(view: str, draft: Draft, *more) -> str:
    """A page of a draft."""
    return reverse(view, args=[draft.pk, *more])


def act(client, draft: Draft, deed: str, **more):
    """Send a deed from the page of the review."""
    draft.refresh_from_db()
    bundle = ",".join(f"{each.pk}-{each.saved}" for each in Draft.objects.together(draft))
    said = {"batch_kind": "world", "batch_reason": "it changed", "saved": bundle}
    return client.post(page("draft-review", draft), said | {"deed": deed} | more)


def approved(client, **typed) -> Draft:
    """A draft that is to be published in two days."""
    draft = save_draft(client, **typed)
    later = (now() + datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert act(client, draft, "publish", publish_at=later).status_code == 302
    draft.refresh_from_db()
    return draft
