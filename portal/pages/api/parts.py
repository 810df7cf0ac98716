"""What descriptions of addresses are put together from: parameters, and what is answered."""

from collections.abc import Iterator, Sequence

from portal.lists.api.asked import AFTER, FIELDS, SIZE
from portal.lists.api.problems import NDJSON
from portal.lists.declaration import ListPage
from portal.lists.filters import FacetFilter, Only, Search
from portal.lists.hierarchy import YES
from portal.lists.past import AS_OF, LABELS
from portal.pages.api.schemas import words

# What every address may answer where it does not give what is asked; those that know questions.
ALWAYS = (404, 405, 406, 412, 416, 500, 503)
REFUSING = (400, *ALWAYS)
EXAMPLES = {"q": "半導体", FIELDS: "slug,title_ja", SIZE: 20, AFTER: ""}


def parameter(name: str, description: str, schema: dict, **more) -> dict:
    """A parameter of a query."""
    told = {"name": name, "in": "query", "description": description, "schema": schema}
    return {**told, **({"example": EXAMPLES[name]} if EXAMPLES.get(name) else {}), **more}


def question(name: str, asked) -> dict:
    """A question of a list as a parameter."""
    text: dict = {"type": "string"}
    if isinstance(asked, Only) or getattr(asked, "input", "") == "checkbox":
        schema = {"type": "string", "enum": [YES]}
    elif isinstance(asked, FacetFilter):
        schema = {"type": "array", "items": text | codes_of(asked)}
    elif isinstance(asked, Search):
        schema = text | {"maxLength": 200}
    else:
        schema = text
    return parameter(name, f"{words(asked.label)}.", schema)


def codes_of(asked: FacetFilter) -> dict:
    """The values of a question that has the same ones always."""
    choices = getattr(asked, "choices", None)
    if choices is None or callable(choices):
        return {}
    return {"enum": [str(value) for value, _words in choices]}


def questions(listing: ListPage) -> Iterator[dict]:
    """The questions of a list, and its order."""
    for name, asked in listing.filterset_class.base_filters.items():
        yield question(name, asked)
    names = [sort.name for sort in listing.sorts]
    told = "; ".join(f"{sort.name}: {words(sort.label)}" for sort in listing.sorts)
    schema = {"type": "string", "enum": names}
    yield parameter("sort", f"Order of the rows; the first where none is asked. {told}.", schema)
    choice = listing.filterset_class.CHOICE
    if choice and choice not in listing.filterset_class.base_filters:
        yield parameter(choice, "Entries that were chosen; they narrow nothing.", several())
    yield parameter(AS_OF, f"{words(LABELS[AS_OF])}: a day or a version.", {"type": "string"})


def several() -> dict:
    """Any of several texts."""
    return {"type": "array", "items": {"type": "string"}}


def responses(content: dict, refusing: Sequence[int]) -> dict:
    """What an address answers."""
    found = {
        "200": {"description": "What is asked for.", "content": content},
        "206": {"description": "The part that is asked for with Range.", "content": content},
        "301": {"description": "The address of an entry that is named otherwise now."},
        "302": {"description": "The address of what is asked, as it stands in addresses."},
        "304": {"description": "Nothing has changed since the ETag that is held."},
    }
    return found | {
        str(status): {"$ref": f"#/components/responses/{status}"} for status in refusing
    }


def operation(name: str, title, lead, parameters: list[dict], answers: dict) -> dict:
    """What is read at an address."""
    told = {
        "operationId": name,
        "summary": words(title),
        "description": words(lead),
        "responses": answers,
    }
    return {"get": told | ({"parameters": parameters} if parameters else {})}


def lines() -> dict:
    """Rows in lines, which no schema of one document tells of."""
    description = "Each line is an object: a row, as in the answer by pages."
    return {NDJSON: {"schema": {"type": "string", "description": description}}}
