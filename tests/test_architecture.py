"""The laws of ARCHITECTURE.md, read from the code itself."""

import ast
import graphlib
import importlib
import inspect
import pathlib
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.forms import BaseFormSet, ModelForm
from django.urls import get_resolver

from measures.models import ExportControl, Measure, Milestone
from portal.pages.lists import LISTS
from portal.urls import WORKSHOP
from tests.cases import for_each

ROOT = pathlib.Path(settings.BASE_DIR)
PACKAGES = ("portal", "policies", "measures")
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
QUERIES = {"filter", "exclude", "annotate", "aggregate", "alias", "raw", "extra"}
LIMIT = 350
# Modules past the limit, each with the reason why it is one thing.
LONG: dict[str, str] = {}
# Packages that know no default database.
ANY_DATABASE = ("portal.changes", "portal.record", "portal.search")
# Who may import whom: the layers of ARCHITECTURE.md, the lowest first. What is not named here is
# the wiring, which may import everything.
LAYERS = (
    (
        *(
            "portal.rows",
            "portal.charts",
            "portal.handouts",
            "portal.dates",
            "portal.money",
            "portal.languages",
        ),
        *(
            "portal.bibliography",
            "portal.decks",
            "portal.posts",
            "portal.tables",
            "portal.progress",
            "portal.clients",
            "portal.visits",
            "portal.seats",
        ),
    ),
    ("portal.unsaved",),
    ("portal.changes",),
    ("portal.spells", "portal.replicas"),
    ("portal.record",),
    ("portal.findings", "portal.remarks"),
    ("portal.search",),
    ("portal.mentions",),
    ("portal.lists",),
    ("portal.sheets",),
    ("policies",),
    ("measures",),
    ("portal.pages",),
    ("portal.bundle",),
    ("portal.backup",),
)
# Inside an app, the upper may import the lower; what is named nowhere lies between.
ROOMS = {"urls": 4, "views": 3, "admin": 3, "lists": 2, "models": 1}
# What the mixins of the admin are mixed into: its methods are documented there.
FRAMEWORKS = (admin.ModelAdmin, admin.TabularInline, AutocompleteSelect, ModelForm, BaseFormSet)
# Names that Django looks for without having them itself.
PROTOCOL = {"get_absolute_url", "as_sqlite", "as_postgresql", "lastmod"}
# A class below one of these is a declaration; what it is stands in the base or in the name.
DECLARES = (
    *("TextChoices", "AppConfig", "FilterSet", "QuerySet", "Admin", "Inline", "Form", "FormSet"),
    *("Alias", "Command", "Select", "SelectMultiple"),
)


def sources() -> dict[str, pathlib.Path]:
    """Every module of the site by its dotted name, migrations left out."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                found[".".join(part for part in parts if part != "__init__")] = path
    return found


SOURCES = sources()
TESTS = {str(path.relative_to(ROOT)): path for path in sorted((ROOT / "tests").rglob("*.py"))}


def tree(path: pathlib.Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text())


def report(faults: list[str]) -> None:
    """Fail with every fault, each on a line."""
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults)


def lines(faults: list[ast.AST]) -> list[int]:
    """Where the faults stand."""
    return sorted(node.lineno for node in faults)


# Laws on one module.


def imports_in_functions(module: ast.Module) -> list[ast.AST]:
    """Imports that run when a function does."""
    return [
        node
        for function in ast.walk(module)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def imports_of_everything(module: ast.Module) -> list[ast.AST]:
    """`from somewhere import *`."""
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names)
    ]


def queries(module: ast.Module) -> list[ast.AST]:
    """Calls that build a query: `.filter(…)`, `.annotate(…)`, `Q(…)`."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    return [
        call
        for call in calls
        if (isinstance(call.func, ast.Attribute) and call.func.attr in {*QUERIES, "Q"})
        or (isinstance(call.func, ast.Name) and call.func.id == "Q")
    ]


def imported(module: ast.Module, name: str) -> set[str]:
    """The dotted names that a module imports, from its packages."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports from a relative place"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {each for each in found if each.split(".")[0] in PACKAGES}


def default_database(module: ast.Module) -> list[ast.AST]:
    """Where a module takes the connection of the default database, whatever is asked of it."""
    told = {
        node.func
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and any(each.arg == "using" for each in node.keywords)
    }
    return [
        node
        for node in ast.walk(module)
        if (
            isinstance(node, ast.ImportFrom)
            and node.module == "django.db"
            and {"connection", "DEFAULT_DB_ALIAS"} & {name.name for name in node.names}
        )
        or (
            isinstance(node, ast.Attribute)
            and ast.unparse(node) == "transaction.atomic"
            and node not in told
        )
    ]


def undocumented(module: ast.Module, runtime, prefix: str = "") -> list[str]:
    """Public classes, functions and methods that say nothing of themselves.

    Not asked of: what stands inside a function; names with an underscore in front; `Meta`; a
    method that overrides one of a base class or of a framework; a column of the admin, which
    has a description; a class that is a declaration. Every verb of a QuerySet is asked.
    """
    found = []
    for node in module.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef) or _is_private(node.name):
            continue
        is_class = isinstance(node, ast.ClassDef)
        must_say = not _declares(node) if is_class else _must_say(node, runtime)
        if must_say and ast.get_docstring(node) is None:
            found.append(f"{prefix}{node.name}")
        if is_class:
            found += undocumented(node, getattr(runtime, node.name), f"{prefix}{node.name}.")
    return found


def _is_private(name: str) -> bool:
    return name.startswith("_") or name == "Meta"


def _must_say(node: ast.FunctionDef, runtime) -> bool:
    decorators = [ast.unparse(each) for each in node.decorator_list]
    if any(each.endswith(".setter") or "description=" in each for each in decorators):
        return False
    if not inspect.isclass(runtime) or issubclass(runtime, models.QuerySet):
        return True
    in_admin = ".admin" in runtime.__module__
    bases = (*runtime.__mro__[1:], *(FRAMEWORKS if in_admin else ()))
    return node.name not in PROTOCOL and not any(hasattr(base, node.name) for base in bases)


def _declares(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith(DECLARES) for base in node.bases)


@for_each("name", [*SOURCES, *TESTS])
def test_imports_stand_at_the_top(name):
    module = tree((SOURCES | TESTS)[name])
    assert lines(imports_in_functions(module)) == []
    assert lines(imports_of_everything(module)) == []


@for_each("package", ANY_DATABASE)
def test_a_library_reads_the_database_that_it_is_asked_for(package):
    """A replica, or a second one: the alias comes from the caller, a queryset or the router."""
    modules = [name for name in SOURCES if name == package or name.startswith(f"{package}.")]
    assert modules
    report(
        [
            f"{name}: {at}"
            for name in modules
            if (at := lines(default_database(tree(SOURCES[name]))))
        ]
    )


def test_no_module_is_a_drawer_for_everything():
    names = {part for name in SOURCES for part in name.split(".")}
    names |= {path.stem for path in TESTS.values()}
    assert names.isdisjoint(BANNED_NAMES)


def answers(module: ast.Module) -> list[ast.AST]:
    """Functions and methods that answer a request: views, whatever their module is called."""
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef)
        and node.returns is not None
        and "Response" in ast.unparse(node.returns)
    ]


VIEWS = [name for name, path in SOURCES.items() if answers(tree(path))]


@for_each("name", VIEWS)
def test_a_view_holds_no_query(name):
    assert lines(queries(tree(SOURCES[name]))) == []


def callbacks(patterns) -> Iterator[Callable]:
    """The views behind URL patterns and those included in them."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from callbacks(pattern.url_patterns)
        else:
            yield inspect.unwrap(pattern.callback)


def test_every_view_that_has_an_address_is_looked_at():
    """Also one that forgets to say that it answers."""
    found = {
        module
        for view in callbacks([*get_resolver().url_patterns, *WORKSHOP])
        if (module := getattr(view, "func", view).__module__) in SOURCES
    }
    assert {
        "portal.pages.views",
        "policies.views",
        "measures.views",
        "measures.compare.views",
    } <= found
    # The admin is declared, and its pages are Django's.
    assert {each for each in found if ".admin" not in each} <= set(VIEWS)


# Attributes of Django that begin with an underscore and are documented or have no other name.
KNOWN = {"_meta", "_base_manager", "_default_manager", "_save"}


def internals(module: ast.Module) -> list[ast.AST]:
    """What is used of others beyond what they promise: `a._b`, and the query of a QuerySet."""
    own = {
        getattr(node, "name", None) or getattr(node, "attr", "")
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        or (isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_self(node))
    }
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute)
        and (
            (node.attr.startswith("_") and not node.attr.startswith("__"))
            or node.attr in {"set_cached_value", "get_cached_value"}
            or (
                isinstance(node.value, ast.Attribute)
                and node.value.attr == "query"
                and hasattr(models.sql.Query, node.attr)
            )
        )
        and node.attr not in KNOWN | own
    ]


def _is_self(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}


@for_each("name", SOURCES)
def test_what_is_private_to_django_is_used_in_one_module(name):
    found = lines(internals(tree(SOURCES[name])))
    assert bool(found) == (name == "portal.rows.internals"), found


@for_each("name", SOURCES)
def test_everything_public_says_what_it_is(name):
    module = tree(SOURCES[name])
    silent = undocumented(module, importlib.import_module(name))
    named_by_django = name.split(".")[-1] in {"apps", "urls"}
    if module.body and not named_by_django and ast.get_docstring(module) is None:
        silent.append("the module itself")
    report(silent)


@for_each("name", TESTS)
def test_every_test_module_says_what_it_tests(name):
    assert ast.get_docstring(tree(TESTS[name]))


def test_modules_stay_short():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in SOURCES.values()
    }
    report(
        [f"{path} has {n} lines" for path, n in lengths.items() if n > LIMIT and path not in LONG]
        + [f"{path} is no longer long" for path in LONG if lengths.get(path, 0) <= LIMIT]
    )


# Which database is read: whoever reads is told, or asks a queryset; so a replica is a setting.


@for_each("name", SOURCES)
def test_nobody_takes_the_default_database_for_granted(name):
    assert lines(default_connections(tree(SOURCES[name]))) == []


def default_connections(module: ast.Module) -> list[ast.AST]:
    """Imports of Django's connection to the default database."""
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("django.db")
        and any(each.name == "connection" for each in node.names)
    ]


# Who imports whom.


def layer(name: str) -> int:
    """The layer of a module; the wiring stands above all."""
    for rank, packages in enumerate(LAYERS):
        if any(name == package or name.startswith(f"{package}.") for package in packages):
            return rank
    return len(LAYERS)


def room(name: str) -> tuple[str, int]:
    """The app and the rank of a module in it; 0 for one that is no room by name."""
    app, *rest = name.split(".")
    return app, ROOMS.get(rest[0], 0) if rest else 0


def upward(name: str, found: set[str]) -> list[str]:
    """Imports of a higher layer, or of a higher or neighbouring room of the same app."""
    faults = []
    for other in sorted(found):
        if layer(other) > layer(name):
            faults.append(f"{name} → {other}")
        (app, rank), (other_app, other_rank) = room(name), room(other)
        if app == other_app and app != "portal" and rank and other_rank:
            inside = other.split(".")[1] == name.split(".")[1]
            if other_rank > rank or (other_rank == rank and not inside):
                faults.append(f"{name} → {other}")
    return faults


@for_each("name", SOURCES)
def test_imports_go_down(name):
    report(upward(name, imported(tree(SOURCES[name]), name)))


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Modules that import each other, straight or through others: a list for each circle."""
    order = graphlib.TopologicalSorter(imports)
    try:
        order.prepare()
    except graphlib.CycleError as error:
        return [error.args[1]]
    return []


def module_of(name: str) -> str:
    """The module of the site that an imported dotted name is, or stands in."""
    return name if name in SOURCES else name.rpartition(".")[0]


def test_no_modules_import_each_other():
    found = {
        name: {module_of(each) for each in imported(tree(path), name)} - {name}
        for name, path in SOURCES.items()
    }
    assert circles(found) == []


def test_policies_never_name_what_stands_above():
    named = [
        name
        for name, path in SOURCES.items()
        if layer(name) < LAYERS.index(("measures",)) and "measures.models" in path.read_text()
    ]
    assert named == []


# What policies call measures by all the same: by file the names, how often, and why.
NAMES_OF_MEASURES = {
    # What a count of measures counts: published ones, each once.
    "policies/lists/columns.py": {"measure": 1, "measure__published": 1},
    # Lists tell how many measures hang on an entry; a list stands with its own columns.
    "policies/lists/organisations.py": {"measures": 1, "measure": 1},
    "policies/lists/partners.py": {"measures": 1, "measure": 1},
    "policies/lists/subjects.py": {"measures": 1, "measure": 1},
}


def names_of_measures() -> set[str]:
    """The names by which rows of measures are reached from policies: `related_name`, `measure`."""
    found = {
        relation.related_name
        for model in apps.get_app_config("policies").get_models()
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label == "measures" and relation.related_name
    }
    return {*found, "measure"}


def paths_with(module: ast.Module, names: set[str]) -> Counter[str]:
    """The field paths in a module that pass one of some names: strings, and names of arguments."""
    headings = {
        id(node.args[0])
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Column" and node.args
    }
    told = [
        node.value if isinstance(node, ast.Constant) else node.arg
        for node in ast.walk(module)
        if (isinstance(node, ast.Constant) and id(node) not in headings)
        or isinstance(node, ast.keyword)
    ]
    return Counter(each for each in told if names & set(str(each).split("__")))


def test_policies_call_measures_by_few_names():
    """What joins both apps stands above them, in `portal.pages`, and imports models by name."""
    found = {
        str(path.relative_to(ROOT)): dict(used)
        for name, path in SOURCES.items()
        if name.startswith("policies") and (used := paths_with(tree(path), names_of_measures()))
    }
    assert found == NAMES_OF_MEASURES


def test_an_app_is_built_from_its_rooms():
    for app in ("policies", "measures"):
        rooms = {name.split(".")[1] for name in SOURCES if name.startswith(f"{app}.")}
        # Addresses of the frame of reference stand with the pages that join it to measures.
        assert ROOMS.keys() - {"urls"} <= rooms


def test_the_contracts_of_import_linter_hold():
    """In a process of its own: it configures logging, and would silence loggers of other tests."""
    linter = (
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", linter], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contracts_cover_the_whole_site():
    with (ROOT / "pyproject.toml").open("rb") as file:
        linter = tomllib.load(file)["tool"]["importlinter"]
    assert set(linter["root_packages"]) == set(PACKAGES)
    contracts = {contract["id"]: contract for contract in linter["contracts"]}
    assert {"layers", "libraries", "inside-an-app"} <= contracts.keys()
    assert not any("ignore_imports" in contract for contract in contracts.values())
    listed = " ".join(contracts["layers"]["layers"])
    for module in SOURCES:
        top = ".".join(module.split(".")[: 2 if module.startswith("portal.") else 1])
        assert top == "portal" or top in listed, f"{top} stands in no layer"


# The order of a list.


def is_unique(model: type[models.Model], path: str) -> bool:
    """Whether no two rows of `model` share the value at the end of `path`."""
    *hops, last = path.split("__")
    for hop in hops:
        field = model._meta.get_field(hop)
        if not field.one_to_one:
            return False
        model = field.related_model
    field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    return field.unique


def last_of(order) -> str:
    """The field path that an order ends in."""
    if isinstance(order, str):
        return order.removeprefix("-")
    return (order.expression if hasattr(order, "expression") else order).name


@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_every_order_of_a_list_ends_in_a_unique_field(listing):
    queryset = listing.entries()
    orders = {sort.name: sort.order for sort in listing.sorts}
    if own := queryset.query.order_by:
        orders["as it is"] = own
    assert orders, f"{listing.name} has no order"
    for name, order in orders.items():
        path = last_of(order[-1])
        assert is_unique(queryset.model, path), f"{listing.name}?sort={name} ends in {path}"


def test_names_of_lists_orders_and_questions_are_unique():
    names = [listing.name for listing in LISTS]
    assert len(names) == len(set(names))
    for listing in LISTS:
        sorts = [sort.name for sort in listing.sorts]
        assert len(sorts) == len(set(sorts))
        assert {"page", "sort", "profile"}.isdisjoint(listing.filterset_class.base_filters)


# The laws themselves notice what they forbid.


def test_the_laws_see_what_they_forbid():
    late = ast.parse("def f():\n    import os\n\nlate = lambda: __import__('os')\n")
    assert lines(imports_in_functions(late)) == [2]
    nested = ast.parse("class A:\n    async def f(self):\n        from os import path\n")
    assert lines(imports_in_functions(nested)) == [3]
    assert lines(imports_of_everything(ast.parse("from os import *"))) == [1]
    asking = "a.filter(b=1)\na.exclude(b=1)\na.annotate(b=1)\nQ(a=1)\nmodels.Q(a=1)\na.all()\n"
    assert lines(queries(ast.parse(asking))) == [1, 2, 3, 4, 5]
    default = "from django.db import connection, models\nfrom django.db import connections\n"
    default += (
        "transaction.atomic()\ntransaction.atomic(using=a)\n@transaction.atomic\ndef f(): ...\n"
    )
    assert lines(default_database(ast.parse(default))) == [1, 3, 5]
    joining = 'Column("measures", count(Pillar, "measures"))\na.filter(gaps__kind=1, kind="gap")\n'
    assert paths_with(ast.parse(joining), {"measures", "gaps"}) == {"measures": 1, "gaps__kind": 1}
    private = "a._b\nself._c = 1\nself._c\nself._d\na.query.get_compiler()\na.query.words\n"
    assert lines(internals(ast.parse(private))) == [1, 4, 5]
    views = "def a(request) -> HttpResponse: ...\ndef b(request) -> str: ...\n"
    assert lines(answers(ast.parse(views))) == [1]


# Writes that no signal sees, and why the version of the record moves all the same.
SILENT = {
    "measures/models/measure.py": "the stored headline day; the milestone it is of was just saved",
    "measures/admin/details.py": "the flag moves to a row that is saved in the same form",
    "measures/models/measure_row.py": "what it overrides: the headline day of its measures follows",
    "measures/models/related.py": "what it overrides: a pair is put in order",
    "portal/record/history.py": "what the record was before; a load says that all has changed",
    "portal/record/models.py": "what was decided of drafts, which stand beside the record",
    "portal/record/reading.py": "a load says that everything has changed",
    "portal/record/revising.py": "revisions, and the day of the change that is being settled",
    "portal/sheets/models.py": "how far a table has come that was handed in; no part of the record",
    "policies/models/copy_files.py": "the pages of a copy, which no list and no index knows",
    "policies/confirming.py": "whether confirmations hold, in the wake of a change",
    "portal/record/writer.py": "a value that is given up by a row which is then saved or deleted",
}


# Libraries whose tables follow from the record and are no part of it.
NO_RECORD = (
    *("portal.changes", "portal.search", "portal.spells", "portal.findings"),
    "portal.remarks",
)


def silent_writes(module: ast.Module) -> list[ast.AST]:
    """Calls that write rows past `save()` and `delete()`."""
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "update_each")
            or (
                isinstance(node.func, ast.Attribute)
                and (
                    node.func.attr in {"bulk_create", "bulk_update"}
                    or (node.func.attr == "update" and node.keywords and not node.args)
                )
            )
        )
    ]


def test_the_record_is_written_where_signals_see_it():
    """What is written past them would leave the version, the index and kept pages behind."""
    found = {
        str(path.relative_to(ROOT))
        for name, path in SOURCES.items()
        if not name.startswith(NO_RECORD) and silent_writes(tree(path))
    }
    assert found == SILENT.keys()


def test_the_laws_see_the_default_database():
    module = ast.parse(
        "from django.db import connection, models\nfrom django.db import connections"
    )
    assert lines(default_connections(module)) == [1]


def test_the_laws_see_silent_writes():
    module = ast.parse("a.update(b=1)\na.bulk_create(x)\na.bulk_update(x, y)\na.update({})\n")
    assert lines(silent_writes(module)) == [1, 2, 3]


def test_the_laws_see_silence():
    module = ast.parse(inspect.getsource(importlib.import_module("policies.models.sources")))
    assert undocumented(module, importlib.import_module("policies.models.sources")) == []
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
    silent = undocumented(module, importlib.import_module("policies.models.sources"))
    assert "SectionQuerySet.outline" in silent
    assert "Section.get_absolute_url" not in silent


def test_the_laws_see_imports_that_go_up():
    assert upward("portal.lists.views", {"policies.models"}) != []
    assert upward("portal.search.index", {"portal.lists.views"}) != []
    assert upward("policies.views", {"measures.models"}) != []
    assert upward("portal.lists.views", {"portal.settings"}) != []
    assert upward("policies.models.base", {"policies.views"}) != []
    assert upward("measures.lists.columns", {"measures.views"}) != []
    assert upward("measures.views", {"portal.pages.lists"}) != []
    assert upward("portal.pages.views", {"portal.urls"}) != []
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}}) != []
    assert upward("measures.views", {"policies.lists", "portal.lists", "measures.lists"}) == []


def test_the_laws_see_an_order_that_is_not_total():
    assert is_unique(Measure, "slug")
    assert is_unique(ExportControl, "measure__slug")
    assert not is_unique(Milestone, "measure__slug")
    assert not is_unique(Measure, "status")
    assert last_of(models.F("date").desc()) == "date"
    assert last_of("-slug") == "slug"


# Folders at the top: those of the site, of its record and of those who carry it on.
TOP = {"portal", "policies", "measures", "templates", "static", "fixtures", "tests", "findings"}
TOP |= {"locale"}


def test_the_top_holds_no_other_folder():
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "."}
    assert folders - {"var", "__pycache__"} == TOP
