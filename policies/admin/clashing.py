"""What clashes between a form and what others saved meanwhile: asked, chosen, told in words."""

import hashlib
import json

from django.http import HttpRequest
from django.utils.translation import gettext

from portal.record.asking import questions
from portal.record.based import Since
from portal.record.merging import Side

CHOICE = "choice "


def changed_by(told) -> str:
    """Who changed an entry, when and what, as a sentence."""
    return gettext("%(who)s changed on %(when)s: %(what)s.") % {
        "who": told.batch.user_name or gettext("Another editor"),
        "when": told.day_in_words,
        "what": gettext(", ").join(each.label for each in told.differences),
    }


def mark_of(value) -> str:
    """What tells a value from all others, in a choice that is made of it."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def chosen_of(request: HttpRequest, found: Since, mine: dict) -> dict[str, Side]:
    """What was chosen of the clashes; a choice holds for what the other side said then."""
    chosen: dict[str, Side] = {}
    for clash in found.joined(mine, {}).clashes:
        side, _space, mark = request.POST.get(CHOICE + clash.name, "").partition(" ")
        if side in ("mine", "theirs") and mark == mark_of(clash.theirs):
            chosen[clash.name] = side
    return chosen


def asked(request: HttpRequest, found: Since, mine: dict) -> list[dict]:
    """The clashes in words, each with its choice, what was chosen so far, and who did it."""
    every = found.joined(mine, {}).clashes
    chosen = chosen_of(request, found, mine)
    words = questions(found.schema, every, (found.form, mine, found.now))
    return [
        {
            "name": CHOICE + each.clash.name,
            "mark": mark_of(each.clash.theirs),
            "chosen": chosen.get(each.clash.name, ""),
            "question": each,
            "who": found.who(each.clash.path),
        }
        for each in words
    ]
