"""The second factor: set up, given, lost, and needed before anything is seen."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from policies.models import Subject
from portal import posts
from portal.accounts import factors
from portal.accounts.models import AccountEvent, EventKind
from tests.accounts.people import ADMINISTRATOR, EDITOR, account, account_with, come
from tests.forms import Form

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("quick_passwords"),
]

PASSWORD = "a-password-for-tests"
PAGE = "/admin/two-factor/"
NEXT = "/admin/policies/subject/"


@pytest.fixture
def someone(quick_passwords) -> User:
    return account_with(PASSWORD, EDITOR, "someone")


def code_of(device: TOTPDevice, later: int = 0) -> str:
    """What the app shows, or will show so many steps later."""
    return f"{totp(device.bin_key, t0=-later * device.step):06d}"


def with_app(user: User) -> tuple[TOTPDevice, list[str]]:
    """An account with an app and recovery codes."""
    return TOTPDevice.objects.create(user=user), factors.renew_codes(user)


def give_password(client: Client, way: str = NEXT) -> str:
    """Where a right password leads."""
    door = f"{reverse('admin:login')}?next={way}"
    sent = {"username": "someone", "password": PASSWORD, "next": way}
    answer = client.post(door, sent)
    assert answer.status_code == 302
    return answer["Location"]


def follow(client: Client, address: str) -> str:
    """Where somebody ends who goes to an address."""
    answer = client.get(address, follow=True)
    return answer.redirect_chain[-1][0] if answer.redirect_chain else address


def is_in(client: Client) -> bool:
    """Whether the admin knows who asks."""
    return client.get("/admin/").status_code == 200


def test_a_password_alone_shows_nothing(someone):
    device, _codes = with_app(someone)
    client = Client()
    place = follow(client, give_password(client))
    assert urlsplit(place).path == PAGE
    assert parse_qs(urlsplit(place).query)["next"] == [NEXT]
    for address in ("/admin/", "/admin/coverage/", "/admin/drafts/", "/admin/password_change/"):
        assert client.get(address).status_code == 302
    assert client.get("/measures.csv?profile=edit").status_code != 200
    assert "/admin/measures" not in client.get("/measures/").content.decode()
    answer = client.post(place, {"code": code_of(device), "next": NEXT})
    assert answer["Location"] == NEXT
    assert client.get(NEXT).status_code == 200
    assert AccountEvent.objects.filter(kind=EventKind.VERIFIED, account="someone").count() == 1


def test_who_has_no_app_needs_none_unless_all_do(someone, settings):
    client = Client()
    assert follow(client, give_password(client)) == NEXT
    settings.TWO_FACTOR = True
    assert not is_in(client), "sessions that are there already need it too"
    assert urlsplit(follow(client, NEXT)).path == PAGE


def test_an_app_is_set_up_before_anything_is_seen(someone, settings):
    settings.TWO_FACTOR = True
    other = Client()
    other.force_login(someone)
    client = Client()
    place = follow(client, give_password(client))
    page = client.get(place).content.decode()
    secret = Form(page, "two-factor-form").typed["secret"]
    assert "<svg" in page
    assert " style=" not in page.partition("<svg")[2].partition("</svg>")[0]
    device = factors.offered(someone, secret)
    assert factors.written(device) in page
    right = {"secret": secret, "code": code_of(device), "password": PASSWORD, "next": NEXT}
    for false in ({"code": "000000"}, {"password": "another"}, {"password": ""}):
        wrong = client.post(place, right | false)
        assert factors.written(device) in wrong.content.decode(), "the same picture holds on"
        assert not TOTPDevice.objects.exists()
    refused = AccountEvent.objects.filter(kind=EventKind.REFUSED, account="someone")
    assert refused.count() == 1, "a wrong password is noted as at the login"
    done = client.post(place, right)
    codes = re.findall(r"<code>([a-z2-9-]{29})</code>", done.content.decode())
    assert len(set(codes)) == factors.CODES
    assert f'href="{NEXT}"' in done.content.decode()
    assert "no-store" in done["Cache-Control"]
    assert is_in(client)
    assert "_auth_user_id" not in other.session, "whoever came before has to come anew"
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == factors.CODES
    assert not kept & {factors.plain(code) for code in codes}
    assert AccountEvent.objects.filter(kind=EventKind.ENROLLED, account="someone").exists()


def test_a_secret_that_was_offered_to_another_is_none(someone, settings):
    settings.TWO_FACTOR = True
    other = account(EDITOR, "other")
    client, secret = Client(), factors.offer(other)
    place = follow(client, give_password(client))
    code = code_of(factors.offered(other, secret))
    for sent in (secret, "x", ""):
        client.post(place, {"secret": sent, "code": code, "password": PASSWORD})
    assert not TOTPDevice.objects.exists()
    assert not is_in(client)


def test_a_code_is_good_once(someone):
    device, codes = with_app(someone)
    for code in (code_of(device), codes[0]):
        first, second = Client(), Client()
        for client in (first, second):
            give_password(client)
        assert first.post(PAGE, {"code": code}).status_code == 302
        assert second.post(PAGE, {"code": code}).status_code == 200
        assert (is_in(first), is_in(second)) == (True, False)
        TOTPDevice.objects.update(throttling_failure_count=0)


def test_a_recovery_code_is_read_however_it_is_written(someone):
    _device, codes = with_app(someone)
    client = Client()
    give_password(client)
    assert client.post(PAGE, {"code": f" {codes[3].upper().replace('-', ' ')} "}).status_code == 302
    assert is_in(client)
    assert StaticToken.objects.count() == factors.CODES - 1
    event = AccountEvent.objects.get(kind=EventKind.VERIFIED)
    assert event.detail == "recovery code"


def test_wrong_codes_make_wait_longer_each_time(someone):
    device, _codes = with_app(someone)
    client = Client()
    give_password(client)
    for _try in range(3):
        client.post(PAGE, {"code": "000000"})
    device.refresh_from_db()
    assert device.throttling_failure_count >= 1
    TOTPDevice.objects.update(throttling_failure_count=8)
    page = client.post(PAGE, {"code": code_of(device)})
    assert page.status_code == 200, "even the right one"
    assert not is_in(client)
    long_ago = device.throttling_failure_timestamp.replace(year=2020)
    TOTPDevice.objects.update(throttling_failure_timestamp=long_ago)
    assert client.post(PAGE, {"code": code_of(device)}).status_code == 302
    refused = AccountEvent.objects.filter(kind=EventKind.REFUSED, detail="second factor")
    assert refused.count() == 4


def test_the_session_has_a_new_key_once_the_code_is_given(someone):
    device, _codes = with_app(someone)
    client = Client()
    give_password(client)
    before = client.session.session_key
    client.post(PAGE, {"code": code_of(device)})
    assert client.session.session_key != before


def test_what_was_typed_is_kept_over_the_code_too(someone):
    device, _codes = with_app(someone)
    client = Client()
    give_password(client)
    client.post(PAGE, {"code": code_of(device)})
    url = reverse("admin:policies_subject_change", args=[Subject.objects.first().pk])
    sent = Form(client.get(url).content.decode(), "subject_form").typed | {"name_ja": "打った名"}
    client.session.flush()
    door = client.post(url, sent)["Location"]
    assert client.session[posts.KEPT]
    way = parse_qs(urlsplit(door).query)["next"][0]
    place = follow(client, give_password(client, way))
    TOTPDevice.objects.update(last_t=-1)
    back = client.post(place, {"code": code_of(device), "next": way})["Location"]
    assert "打った名" in client.get(back).content.decode()


def test_nobody_is_led_elsewhere(someone):
    for way in ("https://elsewhere.example/", "//elsewhere.example", "javascript:x"):
        device, _codes = with_app(someone)
        client = Client()
        give_password(client)
        assert client.post(PAGE, {"code": code_of(device), "next": way})["Location"] == "/admin/"
        TOTPDevice.objects.all().delete()


def test_who_took_the_wrong_account_leaves(someone):
    with_app(someone)
    client = Client()
    give_password(client)
    assert client.post(PAGE, {"leave": "1"})["Location"] == reverse("admin:login")
    assert client.get(reverse("admin:login")).status_code == 200


def test_new_recovery_codes_take_a_code(someone):
    device, codes = with_app(someone)
    client = Client()
    give_password(client)
    client.post(PAGE, {"code": codes[0]})
    assert client.get(PAGE).context["state"] == "renew"
    assert client.post(PAGE, {"code": "000000"}).context["state"] == "renew"
    TOTPDevice.objects.update(throttling_failure_count=0)
    elsewhere = Client()
    elsewhere.force_login(someone)
    page = client.post(PAGE, {"code": code_of(device)})
    assert page.context["state"] == "codes"
    assert "_auth_user_id" not in elsewhere.session
    assert codes[1] not in page.content.decode()
    other = Client()
    give_password(other)
    assert other.post(PAGE, {"code": codes[1]}).status_code == 200
    assert other.post(PAGE, {"code": page.context["codes"][0]}).status_code in {200, 302}


@pytest.mark.both
def test_a_lost_app_is_taken_away_by_command(someone, capsys):
    device, _codes = with_app(someone)
    client = Client()
    give_password(client)
    client.post(PAGE, {"code": code_of(device)})
    call_command("reset_second_factor", "someone")
    assert "1 sessions ended" in capsys.readouterr().out
    assert not is_in(client)
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
    assert follow(client, give_password(client)) == NEXT
    with pytest.raises(CommandError, match="no account nobody"):
        call_command("reset_second_factor", "nobody")


def test_a_second_factor_is_no_past_of_an_account(someone):
    with_app(someone)
    client = come(ADMINISTRATOR)
    url = reverse("admin:auth_user_delete", args=[someone.pk])
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=someone.pk).exists()
    assert not TOTPDevice.objects.exists()


def test_without_a_password_there_is_no_such_page():
    answer = Client().get(PAGE)
    assert answer["Location"] == reverse("admin:login")
