"""Make the index of the database of the settings anew, by several processes, while others save.

python -m tests.search.edited_meanwhile

Says how many steps were read by other processes, how many of them again, and what is wrong.
"""

import concurrent.futures
from concurrent.futures import Future, ProcessPoolExecutor

import tests.ready  # noqa: F401 - models below
from measures.models import Measure
from policies.models import Subject
from portal.search import anew, writing
from portal.search.checking import faults
from portal.search.index import ask, hits

WORD = "ほかにない言葉"


def main() -> None:
    """Let an editor save what visitors see and what they do not, after it was read."""
    ahead, again = [], []
    begun, read = anew.readers, anew.said_of

    class Waiting:
        """Processes that have read all they were asked to when the next is asked."""

        def __init__(self, number: int):
            self.pool: ProcessPoolExecutor = begun(number)

        def __enter__(self):
            return self

        def __exit__(self, *_error):
            self.pool.shutdown()

        def submit(self, *asked) -> Future:
            found = self.pool.submit(*asked)
            concurrent.futures.wait([found])
            ahead.append(found)
            return found

    def read_again(*asked):
        again.append(1)
        return read(*asked)

    def edited(_number: int) -> None:
        done.append(1)
        if len(done) == 1:
            for measure in Measure.objects.all():
                measure.title_ja += WORD
                measure.save()
        if len(done) == 6:
            subject = Subject.objects.order_by("-pk").first()
            subject.aliases.create(name=WORD)
            hidden = Measure.objects.order_by("pk").last()
            hidden.published = False
            hidden.save()
        if len(done) == 12:  # what nobody sees makes no version
            hidden = Measure.objects.filter(published=False).order_by("pk").last()
            hidden.title_ja += WORD
            hidden.save()

    done: list[int] = []
    anew.readers, anew.said_of, anew.FEW, writing.BATCH = Waiting, read_again, 1, 10
    anew.rebuild_all(told=edited)
    found = hits(Measure, ask(f'"{WORD}"'))[0]
    assert set(found) == set(Measure.objects.values_list("pk", flat=True))
    print(len(ahead), len(again), [(m.__name__, row, what) for m, row, what in faults()])


if __name__ == "__main__":
    main()
