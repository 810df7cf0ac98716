"""Signing in with the account of one's organisation, at a real provider on this machine."""

from urllib.parse import urlsplit

import jwt
import pytest
import requests
from django.conf import settings as configured
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from portal.accounts import oidc
from portal.accounts.models import AccountEvent, EventKind
from portal.accounts.roles import EDITOR, REVIEWER
from tests.accounts.people import SUPERUSER, account
from tests.accounts.provider import CLIENT, SECRET, Provider, provided

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("quick_passwords"),
]

NEXT = "/admin/policies/subject/"
PASSWORD = "a-password-for-tests"


@pytest.fixture(scope="module")
def one_provider():
    with provided() as provider:
        yield provider


@pytest.fixture
def provider(one_provider, settings) -> Provider:
    """The provider, which this site trusts; it tells the truth of its one person."""
    fresh = Provider.__new__(Provider)
    kept = {"issuer": one_provider.issuer, "key": one_provider.key}
    Provider.__init__(fresh)
    vars(one_provider).update(vars(fresh) | kept)
    settings.OIDC_ISSUER = one_provider.issuer
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT, SECRET
    backend = "portal.accounts.oidc.OrganisationBackend"
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, backend]
    return one_provider


@pytest.fixture
def someone(quick_passwords) -> User:
    user = User.objects.create(username="someone", email="Someone@example.jp", is_staff=True)
    user.groups.add(Group.objects.get(name=EDITOR.name))
    return user


def way_back(client: Client, door: str = f"/admin/oidc/?next={NEXT}") -> str:
    """The address with which the provider sends somebody back who signs in there."""
    leaving = client.get(door)
    assert leaving.status_code == 302
    back = requests.get(leaving["Location"], allow_redirects=False, timeout=10)
    return back.headers["Location"].removeprefix("http://testserver")


def sign_in(client: Client) -> str:
    """Where somebody is led who signs in by the provider."""
    answer = client.get(way_back(client))
    assert answer.status_code == 302
    return answer["Location"]


def is_in(client: Client) -> bool:
    """Whether the admin knows who asks."""
    return client.get("/admin/").status_code == 200


def is_refused(client: Client) -> bool:
    """Whether somebody who tries is not let in, is told so, and it is noted."""
    door = sign_in(client)
    told = client.get(door).content.decode()
    noted = AccountEvent.objects.filter(kind=EventKind.REFUSED).exists()
    return (door, is_in(client), noted) == (reverse("admin:login"), False, True) and (
        "組織のアカウントではログインできませんでした" in told
    )


def test_somebody_signs_in_and_comes_to_where_they_wanted(provider, someone):
    client = Client()
    page = client.get(f"/admin/login/?next={NEXT}").content.decode()
    assert f'href="/admin/oidc/?next={NEXT.replace("/", "%2F")}"' in page
    assert sign_in(client) == NEXT
    assert client.get(NEXT).status_code == 200
    assert client.get("/admin/auth/user/").status_code == 403
    assert client.get("/admin/").context["user"] == someone
    assert AccountEvent.objects.filter(kind=EventKind.SIGNED_IN, account="someone").count() == 1
    (asked,) = provider.asked
    assert asked["scope"] == "openid email profile"
    assert asked["nonce"] != asked["state"]


def test_without_a_way_on_comes_the_admin_and_never_another_site(provider, someone):
    for way in ("", "?next=https://elsewhere.example/", "?next=//elsewhere.example"):
        client = Client()
        assert client.get(way_back(client, f"/admin/oidc/{way}"))["Location"] == "/admin/"


def test_a_row_follows_its_entry_for_them_too(provider, someone):
    """The library's backend would give what groups were given, and rows apart from entries."""
    for path in configured.AUTHENTICATION_BACKENDS[1:]:
        assert someone.has_perm("measures.change_citation"), path
    bare = User.objects.create(username="bare")
    bare.user_permissions.add(
        *Group.objects.get(name=EDITOR.name).permissions.filter(codename="change_citation")
    )
    assert not bare.has_perm("measures.change_citation")


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_sign_in_lets_nobody_in(provider, someone, lie):
    provider.lies = lie
    assert is_refused(Client())


def test_a_token_of_another_key_lets_nobody_in(provider, someone):
    provider.sign_with_another_key()
    assert is_refused(Client())


def test_an_unsigned_token_lets_nobody_in(provider, someone, monkeypatch):
    def unsigned(asked):
        said = {"iss": provider.issuer, "aud": CLIENT, "nonce": asked["nonce"], "sub": "person-1"}
        return jwt.encode(said, None, "none", headers={"kid": "1"})

    monkeypatch.setattr(provider, "signed", unsigned)
    assert is_refused(Client())


def test_what_is_told_of_somebody_else_lets_nobody_in(provider, someone):
    provider.sub_of_userinfo = "person-2"
    assert is_refused(Client())


def test_a_code_is_good_for_its_browser_and_once(provider, someone):
    mine, other = Client(), Client()
    back = way_back(mine)
    way_back(other)
    assert other.get(back).status_code == 302
    assert not is_in(other)
    assert mine.get(back)["Location"] == NEXT
    again = mine.get(back)
    assert (again.status_code, again["Location"]) == (302, reverse("admin:login"))


@pytest.mark.parametrize(
    "said",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "nobody@example.jp"},
        {"email": ""},
    ],
    ids=str,
)
def test_who_has_no_account_or_no_verified_address_is_not_let_in(provider, someone, said):
    provider.person |= said
    assert is_refused(Client())
    assert User.objects.count() == 1


def test_an_address_of_two_accounts_is_nobodys(provider, someone):
    User.objects.create(username="other", email=someone.email, is_staff=True)
    assert is_refused(Client())


def test_who_is_switched_off_is_not_let_in_and_put_out(provider, someone):
    client = Client()
    sign_in(client)
    assert is_in(client)
    User.objects.update(is_active=False)
    assert not is_in(client)
    assert is_refused(Client())


def test_accounts_are_made_where_that_is_allowed(provider, settings):
    settings.OIDC_CREATE_USER = True
    provider.person |= {"family_name": "標", "given_name": "太郎"}
    client = Client()
    assert sign_in(client) == NEXT
    made = User.objects.get()
    assert (made.username, made.email) == ("someone@example.jp", "someone@example.jp")
    assert (made.last_name, made.is_superuser, made.has_usable_password()) == ("標", False, False)
    assert not made.groups.exists()
    assert "役割" in client.get("/admin/").content.decode()


def test_roles_follow_groups_and_other_groups_stay(provider, settings, someone):
    settings.OIDC_ROLES = {"g-1": "reviewer", "g-2": "administrator"}
    own = Group.objects.create(name="別の組")
    someone.groups.add(own)
    provider.person["groups"] = ["g-1", "unknown"]
    sign_in(Client())
    assert set(someone.groups.all()) == {own, Group.objects.get(name=REVIEWER.name)}
    assert AccountEvent.objects.filter(kind=EventKind.GIVEN, detail=REVIEWER.name).exists()
    del provider.person["groups"]
    sign_in(Client())
    assert set(someone.groups.all()) == {own}


def test_accounts_can_be_found_by_another_claim(provider, settings, someone):
    settings.OIDC_CLAIM = "upn"
    provider.person |= {"upn": "someone", "email_verified": False}
    assert sign_in(Client()) == NEXT
    provider.person["upn"] = "Someone"
    assert is_refused(Client())


def test_a_provider_that_is_away_is_told_and_not_an_error_of_the_site(provider, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    client = Client()
    answer = client.get("/admin/oidc/")
    assert answer["Location"] == reverse("admin:login")
    assert "組織のアカウント" in client.get(answer["Location"]).content.decode()


def test_the_document_of_another_issuer_is_not_believed(provider, settings):
    settings.OIDC_ISSUER = f"{provider.issuer}/"
    assert Client().get("/admin/oidc/")["Location"] == reverse("admin:login")


def test_nobody_is_signed_out_by_a_link_from_elsewhere(provider, someone):
    """Whoever was not sent to the provider by this browser changes nothing by coming from it."""
    client = Client()
    sign_in(client)
    assert is_in(client)
    for query in ("error=x", "error=x&state=guessed", "code=x&state=guessed", ""):
        assert client.get(f"/admin/oidc/callback/?{query}").status_code == 302
        assert is_in(client), query
    noted = AccountEvent.objects.filter(kind=EventKind.REFUSED, detail="provider")
    assert noted.count() == 4


def test_one_group_told_as_a_text_is_one_group(provider, settings, someone):
    settings.OIDC_ROLES = {"g-1": "reviewer"}
    provider.person["groups"] = "g-1"
    sign_in(Client())
    assert [group.name for group in someone.groups.all()] == [REVIEWER.name]


def test_a_refusal_at_the_provider_locks_no_address_out(provider, someone):
    for _try in range(configured.AXES_FAILURE_LIMIT + 1):
        provider.lies = {"nonce": "another"}
        assert is_refused(Client())
    provider.lies = {}
    assert sign_in(Client()) == NEXT


def test_permissions_ask_nothing_of_the_provider(settings, someone):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    backend = "portal.accounts.oidc.OrganisationBackend"
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, backend]
    client = Client()
    client.force_login(someone, backend)
    assert is_in(client)


def test_without_a_provider_there_is_no_such_way():
    page = Client().get(reverse("admin:login"))
    assert "oidc" not in page.content.decode()
    for name in ("oidc", "oidc-callback"):
        assert Client().get(reverse(f"admin:{name}"))["Location"] == reverse("admin:login")


def test_where_passwords_are_off_superusers_alone_have_one(provider, settings, someone):
    settings.PASSWORD_LOGIN = False
    boss = account(SUPERUSER, "boss")
    for user in (someone, boss):
        user.set_password(PASSWORD)
        user.save()
    door = reverse("admin:login")
    sent = {"password": PASSWORD}
    assert Client().post(door, sent | {"username": "someone"}).status_code == 200
    assert Client().post(door, sent | {"username": "boss"}).status_code == 302
    assert "<details" in Client().get(door).content.decode()
    assert sign_in(Client()) == NEXT


def test_the_way_of_the_library_is_the_one_that_is_tested():
    """Its addresses are asked of the provider, whatever it calls them."""
    assert urlsplit(reverse(configured.OIDC_AUTHENTICATION_CALLBACK_URL)).path.startswith("/admin/")
    assert set(oidc.ENDPOINTS.values()) == {
        *("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
    }
