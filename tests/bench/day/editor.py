"""An editor who saves all the time, by the forms of the admin, and hides and publishes."""

import contextlib
import itertools
import re
import threading

from tests.bench.day.asking import MOVED, Answer, Cut, Visitor
from tests.bench.day.ledger import WRONG, Ledger
from tests.bench.day.visitors import HIDDEN, MARKED
from tests.deploy.place import Place
from tests.forms import Form

# What is answered where an entry stood that is not shown any more.
GONE = 410
NAME, KIND = "editor", "editors"
LOGIN = "/admin/login/"


class Refused(Exception):
    """A form that was not taken: what was answered instead."""


class Editor:
    """Somebody who is signed in."""

    def __init__(self, place: Place, ledger: Ledger, password: str, keys: dict[str, int]):
        self.ledger, self.keys = ledger, keys
        self.visitor = Visitor(place, 240)
        # One form at a time: who saves and who publishes is the same browser.
        self.one = threading.Lock()
        self.may = threading.Event()
        self.may.set()
        self.numbers = itertools.count(1)
        typed = Form(self.asked(self.visitor.get(LOGIN)).text, "login-form").typed
        sent = self.visitor.post(LOGIN, typed | {"username": NAME, "password": password})
        if sent.status != MOVED:
            raise Refused(f"nobody was signed in: {sent.status}")

    def close(self) -> None:
        """Leave, as who closes the window."""
        self.visitor.close()

    def asked(self, answer: Answer) -> Answer:
        """Count an answer."""
        self.ledger.answered(KIND, answer)
        return answer

    def save(self, slug: str, **typed: str | None) -> bool:
        """Save an entry with other values, None for a tick taken away; whether it was taken."""
        path = f"/admin/measures/measure/{self.keys[slug]}/change/"
        with self.one:
            page = self.asked(self.visitor.get(path))
            if page.status != 200:
                return False
            form = Form(page.text, "measure_form").typed | typed
            sent = {name: value for name, value in form.items() if value is not None}
            answer = self.asked(self.visitor.post(path, sent))
        if answer.status == 200:
            faults = re.findall(r'(?s)class="error(?:note|list).*?</(?:p|ul)>', answer.text)
            raise Refused(f"{path}: {faults}")
        return answer.status == MOVED

    def mark(self, _visitor: Visitor) -> None:
        """Save the entry that everybody looks at, with the next number."""
        if not self.may.wait(5):
            return
        number = next(self.numbers)
        if self.save(MARKED, title_en=f"Daymark {number}"):
            self.ledger.tell(seen=number)

    def hide_and_publish(self) -> None:
        """What is hidden is shown to nobody from then on, what is published to everybody."""
        for tick, status in ((None, GONE), ("on", 200)):
            if not self.save(HIDDEN, published=tick):
                raise Refused(f"{HIDDEN} could not be saved")
            with contextlib.closing(Visitor(self.visitor.place, 241)) as other:
                for _time in range(4):
                    self._looked_at(other, f"/en/measures/{HIDDEN}/", status)

    def _looked_at(self, other: Visitor, path: str, status: int) -> None:
        try:
            answer = self.asked(other.get(path))
        except Cut as error:
            self.ledger.cut(KIND, error)
            return
        if answer.status != status:
            self.ledger.fault(WRONG, f"{path}: {answer.status} where {status} was saved")
