"""Who comes: each kind asks in its own way and looks at what it is told."""

import collections
import csv
import hashlib
import io
import json
import random
import re
import threading
import time
import urllib.parse
import zipfile
from collections.abc import Callable

from tests.bench.day.asking import Answer, Cut, Visitor
from tests.bench.day.ledger import FAILED, HALF, KEPT, LINKS, WRONG, Ledger
from tests.deploy.asking import secure, send
from tests.deploy.place import NAME, Place

# The entry that editors save again and again, and the one that is hidden and published.
MARKED, HIDDEN = "csis-tabletop-example", "nacala-corridor"
MARK = re.compile(r"Daymark (\d+)")
NOTICE = "cannot be asked just now"
PAGES = (
    *("/", "/en/", "/measures/", "/en/measures/", "/sources/", "/en/budgets/"),
    *("/timeline/", "/help/", "/en/subjects/"),
)
LISTS = ("measures", "budgets", "milestones", "citations", "indicators")
WORDS = (
    *("半導体", "支援", "重要鉱物", "投資", "協定", "供給網", "防衛", "脱炭素", "デジタル"),
    *("AI", "METI", "supply", "act", "fund", "rare"),
)
MARKS = (
    f"/en/measures/{MARKED}/",
    "/en/measures/?q=Daymark",
    "/en/measures.csv?q=Daymark",
    "/measures.json?q=Daymark",
)
FILES = (
    *("/en/measures.csv", "/budgets.csv", "/milestones.csv", "/en/citations.csv"),
    *(
        "/en/measures.csv?kind=law",
        "/budgets.csv?q=支援",
        "/budgets.xlsx",
        "/measures.json?kind=law",
    ),
)
BUNDLE = "/data/latest/shirube.sqlite"
GZIP = {"Accept_Encoding": "gzip"}
LINK = re.compile(r'href="(/[^"#]*)')
NOT_FOLLOWED = ("/static/", "/admin/", "/en/admin/")
ROOM = 5_000  # addresses that a crawler still wants to see, at most
# What is no fault of an answer to a link: it is there, it leads on, it was limited.
FOLLOWED = {200, 301, 302, 303, 308, 429}
Step = Callable[[Visitor], None]


class Kinds:
    """The steps of each kind of visitor, over one ledger."""

    def __init__(self, place: Place, ledger: Ledger):
        self.place, self.ledger = place, ledger
        self.random = random.Random(16)
        self.etags: dict[tuple[int, str], str] = {}
        self.wanted = collections.deque(["/", "/en/"])
        self.met = set(self.wanted)
        # Files of the bundle by their address, as long and as they were first read.
        self.bundles: dict[str, tuple[int, str]] = {}

    def kept(self, visitor: Visitor) -> None:
        """A page that is kept, every second time only whether it still holds."""
        path = self.random.choice(PAGES)
        key = (id(visitor), path)
        etag = self.etags.pop(key, "")
        answer = visitor.get(path, **GZIP, **({"If_None_Match": etag} if etag else {}))
        self.ledger.answered(KEPT, answer)
        if answer.status not in {200, 304}:
            self.ledger.fault(FAILED, f"{path}: {answer.status}")
        elif answer.status == 200 and not etag:
            self.etags[key] = answer.headers.get("ETag", "")

    def lists(self, visitor: Visitor) -> None:
        """A page of a list, filtered or not."""
        path = f"/{self.random.choice(('', 'en/'))}{self.random.choice(LISTS)}/"
        asked = {"page": self.random.randint(1, 3)}
        if self.random.random() < 0.5:
            asked = {"q": self.random.choice(WORDS)}
        answer = visitor.get(f"{path}?{urllib.parse.urlencode(asked)}")
        self.ledger.answered("lists", answer)
        self.page(answer)

    def search(self, visitor: Visitor) -> None:
        """Words in the one box."""
        words = " ".join(self.random.sample(WORDS, 2))
        answer = visitor.get(f"/search/?{urllib.parse.urlencode({'q': words})}")
        self.ledger.answered("search", answer)
        self.page(answer)

    def page(self, answer: Answer) -> None:
        """What is answered with 200 is a page to its end."""
        if answer.status == 200 and not answer.text.rstrip().endswith("</html>"):
            self.ledger.fault(HALF, f"{answer.path} ends with {answer.body[-60:]!r}")

    def marks(self, visitor: Visitor) -> None:
        """What is told of the entry that is being saved: never less than anybody knew before."""
        path, seen, version = self.random.choice(MARKS), self.ledger.seen, self.ledger.version
        answer = visitor.get(path)
        self.ledger.answered("marks", answer)
        if answer.status != 200:
            return
        if NOTICE in answer.text:
            self.ledger.phase.noticed += 1
            return
        told = MARK.search(answer.text)
        number = int(told[1]) if told else 0
        if number < seen:
            self.ledger.fault(WRONG, f"{path} says {number}, and {seen} was seen before")
        self.ledger.tell(seen=number)
        if "Shirube-Version" in answer.headers:
            self.file_of(answer, version)

    def files(self, visitor: Visitor) -> None:
        """A file, whole and what every other of its version is."""
        path = urllib.parse.quote(self.random.choice(FILES), safe="/?=&")
        version = self.ledger.version
        answer = visitor.get(path)
        self.ledger.answered("files", answer)
        if answer.status == 200:
            self.file_of(answer, version)

    def file_of(self, answer: Answer, version: int) -> None:
        """Look at a file that was sent when a version had been seen already."""
        of = int(answer.headers["Shirube-Version"])
        if of < version:
            words = f"{answer.path} is of version {of}, and {version} was seen before"
            self.ledger.fault(WRONG, words)
        self.ledger.tell(version=of)
        rows = rows_of(answer)
        if rows is None:
            self.ledger.fault(HALF, f"{answer.path} of version {of} is not whole")
            return
        total = answer.headers.get("X-Total-Count")
        if ".csv" in answer.path and int(total) != len(rows):
            self.ledger.fault(WRONG, f"{answer.path}: {len(rows)} rows, said to be {total}")
        came = (hashlib.sha256(answer.body).hexdigest(), digest_of(rows), len(rows))
        self.ledger.file(answer.path, of, came)

    def crawl(self, visitor: Visitor) -> None:
        """The next link of those that pages lead to."""
        if not self.wanted:
            self.wanted.append("/")
        place = self.random.randrange(len(self.wanted))
        self.wanted.rotate(-place)
        path = self.wanted.popleft()
        answer = visitor.get(path)
        self.ledger.answered("crawlers", answer)
        if answer.status not in FOLLOWED and answer.status < 500 and HIDDEN not in path:
            self.ledger.fault(LINKS, f"{path}: {answer.status}")
        if answer.status == 200 and answer.headers.get_content_type() == "text/html":
            self.page(answer)
            for each in LINK.findall(answer.text):
                self.meet(each.replace("&amp;", "&"))

    def meet(self, path: str) -> None:
        """An address that a page leads to."""
        if path in self.met or path.startswith(NOT_FOLLOWED) or len(self.wanted) >= ROOM:
            return
        self.met.add(path)
        self.wanted.append(path)

    def slow(self, visitor: Visitor) -> None:
        """A file of some megabytes, read over many seconds."""
        to = visitor.get(BUNDLE)
        self.ledger.answered("slow readers", to)
        if to.status >= 400:
            return
        path = urllib.parse.urlsplit(to.headers["Location"]).path
        length, body = slowly(self.place, path)
        if length != len(body):
            self.ledger.fault(HALF, f"{path}: {len(body)} bytes of {length}")
            return
        read = (length, hashlib.sha256(body).hexdigest())
        if self.bundles.setdefault(path, read) != read:
            self.ledger.fault(WRONG, f"{path} is not what it was before")

    def recall(self, visitor: Visitor, most: int) -> None:
        """Ask of some files that were sent, in the end, what the record was at their version."""
        current = self.ledger.version
        sent = [key for key in self.ledger.files if ".csv" in key[0] and key[1] < current]
        for path, version in self.random.sample(sent, min(most, len(sent))):
            asked = f"{path}{'&' if '?' in path else '?'}as_of=v{version}"
            answer = visitor.get(asked)
            self.ledger.answered("recalled", answer)
            # Its last column says of when it is.
            rows = [row[:-1] for row in rows_of(answer) or ()]
            if digest_of(rows) != self.ledger.files[path, version][1]:
                words = f"{path} sent as version {version} is not what {asked} says"
                self.ledger.fault(WRONG, f"{words} ({answer.status})")


def slowly(place: Place, path: str, rate: int = 700_000) -> tuple[int, bytes]:
    """A file taken at so many bytes a second: the length that was promised, and what came."""
    found = bytearray()
    with secure(place, buffer=16_384) as line:
        send(line, path, {"Host": NAME})
        while block := line.recv(rate // 20):
            found += block
            time.sleep(len(block) / rate)
    head, _end, body = bytes(found).partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return int(length[1]) if length else -1, body


def rows_of(answer: Answer) -> list[list[str]] | None:
    """The rows of a file; None where it is not whole. Of what is no CSV there are none."""
    path = urllib.parse.urlsplit(answer.path).path
    if path.endswith(".csv"):
        if not answer.body.endswith(b"\r\n"):
            return None
        return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))[1:]
    try:
        if path.endswith(".json"):
            json.loads(answer.body)
        else:
            with zipfile.ZipFile(io.BytesIO(answer.body)) as packed:
                if packed.testzip():
                    return None
    except (ValueError, zipfile.BadZipFile):
        return None
    return []


def digest_of(rows: list[list[str]]) -> str:
    """What is the same of the same rows."""
    return hashlib.sha256(repr(rows).encode()).hexdigest()


class Crowd:
    """Visitors of several kinds, who come until they are sent away."""

    def __init__(self, kinds: Kinds, ledger: Ledger, over: threading.Event):
        self.kinds, self.ledger, self.over = kinds, ledger, over
        self.threads: list[threading.Thread] = []
        self.broken: list[BaseException] = []

    def come(self, name: str, step: Step, number: int, pause: float) -> None:
        """Let so many of a kind come, who wait `pause` seconds, more or less, between requests."""
        for _each in range(number):
            visitor = Visitor(self.kinds.place, len(self.threads))
            thread = threading.Thread(target=self._visit, args=(name, step, visitor, pause))
            self.threads.append(thread)
            thread.start()

    def leave(self) -> None:
        """Wait until all have gone. Raises what went wrong with the visitors themselves."""
        self.over.set()
        for each in self.threads:
            each.join()
        if self.broken:
            raise self.broken[0]

    def _visit(self, name: str, step: Step, visitor: Visitor, pause: float) -> None:
        try:
            while not self.over.wait(pause * random.uniform(0.5, 1.5)):
                try:
                    step(visitor)
                except (Cut, OSError) as error:
                    self.ledger.cut(name, Cut(str(error)))
        except Exception as error:  # noqa: BLE001 - told by `leave`, in the thread that waits
            self.broken.append(error)
        finally:
            visitor.close()
