"""The form behind a list: it refuses what the list does not know, and what no row could meet."""

from collections.abc import Iterable, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from portal.lists.filters import ListFilter

# Parameters that are no questions: where in the list, in which order, in which form.
STATE = ("page", "sort", "profile")
# Before the name of a question: words that the values offered for it have to hold. They narrow what
# is offered, not what is found.
FIND = "find_"
FIND_LENGTH = 100
# What a parameter is that the list does not have.
UNKNOWN = "unknown"


class FilterForm(forms.Form):
    """The form behind a list; it refuses parameters that are none of its `questions`."""

    questions: Mapping[str, ListFilter]
    # The parameter of the entries that a visitor has chosen; empty where a list has no such.
    choice: str = ""
    # Further parameters that are no questions.
    besides: Iterable[str] = ()

    def clean(self):
        finds = [FIND + name for name, each in self.questions.items() if each.find]
        known = {*self.questions, *STATE, *finds, self.choice, *self.besides}
        for name in self.data:
            if name in finds and len(self.data[name]) > FIND_LENGTH:
                words = gettext("“%(name)s” takes %(most)s characters at most.")
                params = {"name": name, "most": FIND_LENGTH}
                self.add_error(None, ValidationError(words, code=UNKNOWN, params=params))
            if name not in known:
                words = gettext("“%(name)s” is not a condition of this list. Accepted: %(known)s.")
                params = {"name": name, "known": ", ".join(self.questions)}
                self.add_error(None, ValidationError(words, code=UNKNOWN, params=params))
        self.check_parts()
        return super().clean()

    def check_parts(self) -> None:
        """Refuse parts of one condition that contradict each other."""
        for names in joined(self.questions, self.cleaned_data):
            question = self.questions[names[0]]
            if question.parts:
                try:
                    question.check({name: self.cleaned_data[name] for name in names})
                except ValidationError as error:
                    self.add_error(None, error)


def joined(questions: Mapping[str, ListFilter], names: Iterable[str]) -> list[tuple[str, ...]]:
    """Some questions as conditions: those that are parts of one stand together."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        found.setdefault(questions[name].parts or (name,), []).append(name)
    return [tuple(each) for each in found.values()]
