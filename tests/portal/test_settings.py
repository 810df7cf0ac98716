"""Settings from the environment: production refuses to start half-made, and says how to mend it."""

import contextlib
import json
import os
import pathlib
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings

from portal.accounts.roles import ROLES
from portal.environment import ROLES as WORDS

pytestmark = pytest.mark.both

ROOT = pathlib.Path(settings.BASE_DIR)
COMPLETE = {
    "SHIRUBE_PRODUCTION": "1",
    "SECRET_KEY": "throw-away-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLM",
    "ALLOWED_HOSTS": "shirube.example.jp",
    "DATABASE_URL": "sqlite://:memory:",
}
SHOW = (
    "import json; from portal import settings; "
    "found = {name: value for name, value in vars(settings).items() if name.isupper()}; "
    "print(json.dumps(found, default=lambda value: type(value).__name__))"
)
FLAGS = {
    "DEBUG": False,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
    "SECURE_HSTS_PRELOAD": False,
    "SESSION_COOKIE_NAME": "__Host-sessionid",
    "CSRF_COOKIE_NAME": "__Host-csrftoken",
    "SEEN_COOKIE_NAME": "__Host-seen",
    "KNOWN_COOKIE_NAME": "__Host-known_browser",
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_SECURE": True,
    "X_FRAME_OPTIONS": "DENY",
    "SECURE_REFERRER_POLICY": "same-origin",
}
SWITCHES = (
    *("SHIRUBE_PRODUCTION", "DEBUG", "SECURE_SSL_REDIRECT", "BEHIND_PROXY"),
    *("HSTS_INCLUDE_SUBDOMAINS", "HSTS_PRELOAD"),
    *("OIDC_CREATE_ACCOUNTS", "PASSWORD_LOGIN", "TWO_FACTOR"),
)


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
    """A fresh Python with this environment and no other setting of the site."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# Each of many environments in one process, where the settings are read anew.
READ = """
import json, os, sys
found = []
for given in json.load(sys.stdin):
    for name in set(os.environ) - {"PATH", "HOME", "LANG"}:
        del os.environ[name]
    os.environ.update(given)
    sys.modules.pop("portal.settings", None)
    try:
        from portal import settings
        sys.modules["portal"].__dict__.pop("settings")
        found.append({"DEBUG": settings.DEBUG})
    except Exception as error:
        found.append(f"{type(error).__module__}.{type(error).__name__}: {error}")
print(json.dumps(found))
"""


def starts(environments: list[dict[str, str]]) -> list[dict | str]:
    """What comes of reading the settings in each environment: `DEBUG`, or the refusal."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", READ],
        cwd=ROOT,
        env=kept,
        input=json.dumps(environments),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout)


def refusals(environments: list[dict[str, str]]) -> list[str]:
    """The sentences with which reading the settings is refused in each environment."""
    told = starts(environments)
    kind = "django.core.exceptions.ImproperlyConfigured: "
    assert [each for each in told if not str(each).startswith(kind)] == []
    return [each.removeprefix(kind) for each in told]


def values(**environment: str) -> dict:
    """The settings that a start with this environment has."""
    found = run("-c", SHOW, **environment)
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)


def refusal(**environment: str) -> str:
    """The sentence with which a start is refused."""
    found = run("-c", SHOW, **environment)
    assert found.returncode != 0, f"it starts with {environment}"
    assert found.stdout == ""
    last = found.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: "), last
    return last.partition(": ")[2]


def without(name: str) -> dict[str, str]:
    """A complete environment without one variable."""
    return {key: value for key, value in COMPLETE.items() if key != name}


def test_nothing_is_needed_on_one_s_own_machine():
    found = values()
    assert found["DEBUG"] is False
    assert found["PRODUCTION"] is False
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["DATABASES"]["default"]["ENGINE"].endswith("sqlite3")
    assert found["DATABASES"]["default"]["NAME"] == str(ROOT / "var" / "shirube.sqlite3")
    assert "SECURE_SSL_REDIRECT" not in found, "plain HTTP works there"


def test_no_secret_stands_in_the_code():
    first, second = values()["SECRET_KEY"], values()["SECRET_KEY"]
    assert first != second
    assert len(first) >= 50


def test_production_refuses_to_start_half_made():
    """The sentence names what is missing, or empty, and gives a line to copy."""
    names = ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"]
    told = refusals([without(name) | given for name in names for given in ({}, {name: ""})])
    for name, sentence in zip([each for each in names for _ in range(2)], told, strict=True):
        assert sentence.startswith(f"{name} is not set.")
        assert f"export {name}=" in sentence
    assert refusal(**without(names[0])) == told[0]


def test_what_the_refusals_tell_to_do_is_enough():
    """Each missing variable is named in turn; with the last one set the site starts."""
    given = {"SHIRUBE_PRODUCTION": "1"}
    for _each in range(3):
        name, _equals, value = refusal(**given).partition("export ")[2].partition("=")
        command = f"printf %s {value}"
        shown = subprocess.run(
            ["sh", "-c", command], capture_output=True, text=True, check=True, timeout=60
        )
        assert shown.stdout
        given[name] = shown.stdout
    assert values(**given)["PRODUCTION"] is True
    assert set(given) == set(COMPLETE)
    assert len(given["SECRET_KEY"]) >= 50


def test_production_refuses_to_show_errors_to_visitors():
    assert "DEBUG" in refusal(**COMPLETE, DEBUG="1")
    assert values(**COMPLETE, DEBUG="0")["DEBUG"] is False


def test_a_switch_takes_yes_or_no_only():
    """A word that is not understood is refused, with those that are."""
    typed = [(name, value) for name in SWITCHES for value in ("maybe", "2", "on", "-1")]
    told = refusals([COMPLETE | {name: value} for name, value in typed])
    for (name, value), sentence in zip(typed, told, strict=True):
        assert sentence.startswith(f"{name}={value!r} is not one of ")
        for word in ("1", "true", "yes", "0", "false", "no"):
            assert word in sentence


def test_a_switch_understands_its_words():
    meant = {"1": True, "TRUE": True, " yes ": True, "0": False, "False": False, "no": False}
    told = starts([{"DEBUG": word} for word in meant])
    assert told == [{"DEBUG": flag} for flag in meant.values()]


def test_flags_of_production():
    found = values(**COMPLETE)
    assert {name: found.get(name) for name in FLAGS} == FLAGS
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert "SECURE_PROXY_SSL_HEADER" not in found, "a header anyone can send is not believed"
    assert found["SECRET_KEY"] == COMPLETE["SECRET_KEY"]


def test_a_proxy_is_believed_only_when_there_is_one():
    found = values(**COMPLETE, BEHIND_PROXY="1", SECURE_SSL_REDIRECT="0")
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert found["SECURE_SSL_REDIRECT"] is False
    assert found["SESSION_COOKIE_SECURE"] is True


@pytest.mark.parametrize("given", ["a.example.jp,b.example.jp", "a.example.jp, b.example.jp ,"])
def test_hosts_are_a_list(given):
    found = values(**COMPLETE | {"ALLOWED_HOSTS": given})
    assert found["ALLOWED_HOSTS"] == ["a.example.jp", "b.example.jp"]


def test_origins_are_a_list():
    found = values(CSRF_TRUSTED_ORIGINS="https://a.example.jp,https://b.example.jp")
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://a.example.jp", "https://b.example.jp"]
    assert values()["CSRF_TRUSTED_ORIGINS"] == []


def test_the_database_is_that_of_its_address():
    address = "postgres://shirube:p%40ss@db.example.jp:5433/record"
    found = values(**COMPLETE | {"DATABASE_URL": address})["DATABASES"]["default"]
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.jp", 5433, "record")
    assert (found["USER"], found["PASSWORD"]) == ("shirube", "p@ss")
    assert found["CONN_HEALTH_CHECKS"] is True
    assert values()["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_what_the_address_asks_of_postgresql_comes_after_the_tuning():
    """Of two settings of a name PostgreSQL takes the later: what the site is told holds."""
    plain = "postgres://shirube:secret@db.example.jp/record"
    asked = "?options=-c statement_timeout=5000 -c random_page_cost=4&connect_timeout=3"
    options = values(**COMPLETE | {"DATABASE_URL": plain + asked})["DATABASES"]["default"][
        "OPTIONS"
    ]
    ours = values(**COMPLETE | {"DATABASE_URL": plain})["DATABASES"]["default"]["OPTIONS"][
        "options"
    ]
    assert "-c jit=off" in ours
    assert "timeout" not in ours, "commands take their time"
    assert options["options"] == f"{ours} -c statement_timeout=5000 -c random_page_cost=4"
    assert options["connect_timeout"] == 3


def test_what_the_address_asks_of_sqlite_comes_after_the_tuning():
    plain = "sqlite:////var/lib/shirube/record.sqlite3"
    asked = "?timeout=30&transaction_mode=EXCLUSIVE&init_command=PRAGMA cache_size=-9000;"
    options = values(DATABASE_URL=plain + asked)["DATABASES"]["default"]["OPTIONS"]
    ours = values(DATABASE_URL=plain)["DATABASES"]["default"]["OPTIONS"]["init_command"]
    assert "journal_mode=WAL" in ours
    assert options["init_command"] == f"{ours} PRAGMA cache_size=-9000;"
    assert (options["timeout"], options["transaction_mode"]) == (30, "EXCLUSIVE")


@pytest.mark.parametrize("kind", ["sqlite:////tmp/r.sqlite3", "postgres://a:b@db.example.jp/r"])
def test_what_the_address_asks_of_connections_holds(kind):
    assert values(DATABASE_URL=kind)["DATABASES"]["default"]["CONN_MAX_AGE"] == 60
    asked = f"{kind}?conn_max_age=0&conn_health_checks=False"
    found = values(DATABASE_URL=asked)["DATABASES"]["default"]
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (0, False)


def test_the_disk_that_a_download_may_take_is_a_number():
    assert values()["DOWNLOAD_DISK_LIMIT"] == 268_435_456
    assert values(DOWNLOAD_DISK_LIMIT=" 1000 ")["DOWNLOAD_DISK_LIMIT"] == 1000


@pytest.mark.parametrize("value", ["-1", "2.5", "256MB", "²", "9" * 5000])
def test_what_is_no_number_of_bytes_is_refused(value):
    sentence = refusal(DOWNLOAD_DISK_LIMIT=value)
    assert sentence == f"DOWNLOAD_DISK_LIMIT={value!r} is not a whole number from 0 on."


def test_downloads_are_told_in_the_log_of_production():
    """Each in a line, where everything else is silent below a warning."""
    logs = values(**COMPLETE)["LOGGING"]
    assert logs["root"]["level"] == "WARNING"
    assert logs["loggers"]["portal.lists.download"] == {"level": "INFO"}
    quiet = values(**COMPLETE, LOG_LEVEL="ERROR")["LOGGING"]
    assert quiet["loggers"]["portal.lists.download"] == {"level": "ERROR"}


@pytest.mark.parametrize("address", ["nonsense", "mongodb://db.example.jp/record"])
def test_an_address_that_is_none_is_refused(address):
    assert "DATABASE_URL" in refusal(**COMPLETE | {"DATABASE_URL": address})


def test_the_policy_is_strict():
    """Nothing from elsewhere, nothing inline; what is not named is forbidden."""
    directives = values()["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert directives["frame-ancestors"] == directives["base-uri"] == ["'none'"]
    assert {source for sources in directives.values() for source in sources} == {
        "'none'",
        "'self'",
    }


def test_deployment_passes_every_check():
    found = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **COMPLETE)
    assert found.returncode == 0, found.stderr
    assert "no issues" in found.stdout
    assert "WARNING" not in found.stderr


def test_the_checks_notice_a_weak_deployment():
    weak = COMPLETE | {"SECRET_KEY": "short", "SECURE_SSL_REDIRECT": "0"}
    found = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **weak)
    assert found.returncode != 0
    assert "SECRET_KEY" in found.stderr


def test_visitors_are_slowed_down_at_the_door():
    found = values()
    assert found["AUTHENTICATION_BACKENDS"][0] == "axes.backends.AxesStandaloneBackend"
    assert found["MIDDLEWARE"][-1] == "axes.middleware.AxesMiddleware"
    assert 0 < found["AXES_FAILURE_LIMIT"] <= 10
    assert len(found["AUTH_PASSWORD_VALIDATORS"]) >= 4


def test_who_sees_copies_is_said_or_chosen_safely():
    assert values()["COPIES"] == "public"
    assert values(**COMPLETE)["COPIES"] == "editors"
    for environment in ({}, COMPLETE):
        for word in ("public", "editors"):
            assert values(**environment, COPIES=word)["COPIES"] == word
    assert refusal(COPIES="all") == "COPIES='all' is not one of editors, staff, public."


def test_proxies_are_counted():
    assert values()["PROXIES"] == 0
    assert values(PROXIES="2")["PROXIES"] == 2
    assert refusal(PROXIES="-1").startswith("PROXIES='-1' is not a whole number")


def test_a_save_that_an_editor_was_told_of_is_on_the_disk():
    options = values()["DATABASES"]["default"]["OPTIONS"]
    assert "synchronous=FULL" in options["init_command"]


def test_a_long_read_leaves_no_long_journal_behind(tmp_path):
    """What is written while somebody reads goes to the WAL, which is cut once it is taken over."""
    command = values()["DATABASES"]["default"]["OPTIONS"]["init_command"]
    path, wal = tmp_path / "a.sqlite3", tmp_path / "a.sqlite3-wal"

    def opened() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.executescript(command.replace("synchronous=FULL", "synchronous=OFF"))
        return connection

    with contextlib.closing(opened()) as writer, contextlib.closing(opened()) as reader:
        writer.execute("CREATE TABLE a (b)")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM a").fetchone()
        for _each in range(40):
            writer.execute("INSERT INTO a VALUES (randomblob(1000000))")
        assert wal.stat().st_size > 30_000_000
        reader.execute("COMMIT")
        writer.execute("PRAGMA wal_checkpoint(RESTART)")
        writer.execute("INSERT INTO a VALUES (1)")
        assert wal.stat().st_size <= 16_777_216


def test_a_contact_is_an_address():
    assert values()["SECURITY_CONTACT"] == ""
    good = [{"SECURITY_CONTACT": each} for each in ("mailto:a@example.jp", "https://example.jp/x")]
    assert starts(good) == [{"DEBUG": False}] * 2
    bad = [{"SECURITY_CONTACT": each} for each in ("a@example.jp", "mailto:a b", "http://a.jp")]
    assert all(each.startswith("SECURITY_CONTACT=") for each in refusals(bad))


def test_the_log_is_for_machines_in_production_and_for_people_elsewhere():
    for given, style, access in (({}, "line", False), (COMPLETE, "json", True)):
        found = values(**given)
        assert (found["LOG_FORMAT"], found["ACCESS_LOG"]) == (style, access)
        assert found["LOGGING"]["handlers"]["console"]["formatter"] == style
    told = refusals([{"LOG_FORMAT": "xml"}, {"LOG_LEVEL": "loud"}, {"METRICS": "some"}])
    assert told[0] == "LOG_FORMAT='xml' is not one of json, line."
    assert told[1].startswith("LOG_LEVEL='loud' is not one of debug, ")
    assert told[2].startswith("METRICS='some' is not one of ")


def test_a_licence_that_is_not_known_names_the_address_of_its_text():
    own = {"DATA_LICENCE": "X-1.0", "DATA_LICENCE_URL": "https://example.jp/x"}
    for without in ({}, {"DATA_LICENCE": ""}):
        found = values(**without)
        assert found["DATA_LICENCE"] == "CC-BY-4.0"
        assert found["DATA_LICENCE_URL"] == "https://creativecommons.org/licenses/by/4.0/"
    assert values(**own)["DATA_LICENCE_URL"] == "https://example.jp/x"
    bad = [{}, *({"DATA_LICENCE_URL": each} for each in ("x", "https://a b", 'https://a">'))]
    told = refusals([own | {"DATA_LICENCE_URL": ""} | each for each in bad])
    assert all("needs DATA_LICENCE_URL" in each for each in told), told


def test_behind_a_pooler_nothing_is_asked_that_it_does_not_pass_on():
    address = "postgres://shirube:secret@pooler.example.jp:6432/record"
    found = values(**COMPLETE | {"DATABASE_URL": address, "DATABASE_POOLER": "1"})
    database = found["DATABASES"]["default"]
    assert "options" not in database["OPTIONS"]
    assert database["OPTIONS"]["connect_timeout"] == 3
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is True


PRIMARY = "postgres://shirube:secret@db.example.jp/record"
REPLICA = "postgres://shirube:secret@{}.example.jp:5433/record"


def test_replicas_are_connected_to_as_the_primary_is_and_never_written():
    given = {
        "DATABASE_URL": PRIMARY,
        "REPLICA_URLS": f"{REPLICA.format('a')}, {REPLICA.format('b')},",
    }
    found = values(**COMPLETE | given)
    databases = found["DATABASES"]
    assert [*databases] == ["default", "replica1", "replica2"]
    hosts = [(each["HOST"], each["PORT"]) for each in databases.values()]
    assert hosts == [("db.example.jp", ""), ("a.example.jp", 5433), ("b.example.jp", 5433)]
    for name in ("replica1", "replica2"):
        options = databases[name]["OPTIONS"]["options"]
        assert "-c default_transaction_read_only=on" in options
        assert databases["default"]["OPTIONS"]["options"] in options
        assert databases[name]["OPTIONS"]["connect_timeout"] == 2
        assert databases[name]["CONN_HEALTH_CHECKS"] is True
    assert found["DATABASE_ROUTERS"] == ["portal.replicas.routing.ReplicaRouter"]
    assert values()["DATABASE_ROUTERS"] == []


def test_replicas_that_are_none_are_refused_without_their_passwords():
    one = REPLICA.format("a")
    given = [
        {"REPLICA_URLS": one},
        {"DATABASE_URL": PRIMARY, "REPLICA_URLS": "sqlite:////tmp/record.sqlite3"},
        {"DATABASE_URL": PRIMARY, "REPLICA_URLS": f"{one},b.example.jp"},
        {"DATABASE_URL": PRIMARY, "REPLICA_URLS": f"{one},{one}"},
        {"DATABASE_URL": PRIMARY, "REPLICA_URLS": PRIMARY},
    ]
    told = refusals(given)
    words = ["is not PostgreSQL", *["commas between"] * 2, *["twice"] * 2]
    for sentence, word in zip(told, words, strict=True):
        assert "REPLICA_URLS" in sentence
        assert word in sentence
        assert "secret" not in sentence


def test_what_hsts_says_of_a_whole_domain_is_asked_for():
    asked = values(**COMPLETE, HSTS_INCLUDE_SUBDOMAINS="1", HSTS_PRELOAD="1")
    assert asked["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is asked["SECURE_HSTS_PRELOAD"] is True


def test_sessions_end_by_settings():
    found = values(SESSION_HOURS="2", SESSION_IDLE_MINUTES="5")
    assert (found["SESSION_HOURS"], found["SESSION_IDLE_MINUTES"]) == (2, 5)
    assert found["SESSION_COOKIE_AGE"] == 7200
    own = values()
    assert (own["SESSION_HOURS"], own["SESSION_IDLE_MINUTES"]) == (8, 30)
    assert own["SESSION_COOKIE_NAME"] == "sessionid", "over plain HTTP a prefixed one is refused"
    for name in ("SESSION_HOURS", "SESSION_IDLE_MINUTES"):
        assert refusal(**{name: "0"}) == f"{name}='0' is not a whole number from 1 on."


def test_keys_of_before_are_a_list():
    assert values()["SECRET_KEY_FALLBACKS"] == []
    assert values(SECRET_KEY_FALLBACKS="a,b,")["SECRET_KEY_FALLBACKS"] == ["a", "b"]


OIDC = {
    "OIDC_ISSUER": "https://accounts.example.jp",
    "OIDC_CLIENT_ID": "shirube",
    "OIDC_CLIENT_SECRET": "secret",
}


def test_a_provider_is_set_whole_or_not_at_all():
    assert values()["OIDC_ISSUER"] == ""
    assert not any("oidc" in each for each in values()["AUTHENTICATION_BACKENDS"])
    found = values(**COMPLETE, **OIDC)
    assert "portal.accounts.oidc.OrganisationBackend" in found["AUTHENTICATION_BACKENDS"]
    assert found["OIDC_USE_PKCE"] is True
    assert found["OIDC_CREATE_USER"] is False
    told = refusals([{k: v for k, v in OIDC.items() if k != name} for name in OIDC])
    for name, sentence in zip(OIDC, told, strict=True):
        assert sentence.startswith(f"{name} is not set. ")
        assert "all or none" in sentence


def test_a_provider_in_production_is_asked_over_tls():
    asked = COMPLETE | OIDC | {"OIDC_ISSUER": "http://accounts.example.jp"}
    assert "does not begin with https://" in refusal(**asked)


def test_roles_of_groups_are_read_or_refused():
    found = values(OIDC_ROLES="editor:g-1, reviewer:a:b,")["OIDC_ROLES"]
    assert found == {"g-1": "editor", "a:b": "reviewer"}
    for wrong in refusals([{"OIDC_ROLES": each} for each in ("boss:g", "editor", "editor:")]):
        assert wrong.startswith("OIDC_ROLES: ")
        assert "viewer, editor, reviewer, administrator" in wrong
    assert tuple(role.english for role in ROLES) == WORDS


def test_passwords_are_switched_off_only_where_there_is_another_way():
    assert values(**OIDC, PASSWORD_LOGIN="0")["PASSWORD_LOGIN"] is False
    assert "nobody could sign in" in refusal(PASSWORD_LOGIN="0")
