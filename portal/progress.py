"""Commands that take long: what they are doing, how much of it is done, how long it will take.

On a terminal a bar; elsewhere, as in a log, one plain line for each step, once it is done. All
commands of the site speak English, whatever language its pages have.
"""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

from django.core.management.base import BaseCommand
from django.utils import translation
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

# Called with how many of a step are done beside those before.
Advance = Callable[[int], None]
LANGUAGE = "en"


def in_seconds(seconds: float) -> str:
    """How long something took: 0.4 s, 12 s, 3 min 5 s."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


class LongCommand(BaseCommand):
    """A command that says how far it is. Without words where `--verbosity` is 0."""

    def execute(self, *args, **options):
        """Run the command in its one language."""
        self.quiet = options.get("verbosity") == 0
        self.plain = bool(options.get("no_color"))
        with translation.override(LANGUAGE):
            return super().execute(*args, **options)

    @contextlib.contextmanager
    def step(self, words: str, total: int | None = None) -> Iterator[Advance]:
        """Something that is done inside, of which there are `total`, where that is known."""
        console = Console(file=sys.stderr, no_color=True if self.plain else None)
        if self.quiet:
            yield lambda _number: None
        elif console.is_terminal and not console.is_dumb_terminal:
            with bar(console) as progress:
                task = progress.add_task(words, total=total)
                yield lambda number: progress.advance(task, number)
                progress.update(task, total=total or 1, completed=total or 1)
        else:
            yield from self.line(words)

    def line(self, words: str) -> Iterator[Advance]:
        """The step as one line, once it is done."""
        done, start = [0], time.monotonic()

        def advance(number: int) -> None:
            done[0] += number

        yield advance
        of_them = f" ({done[0]:,})" if done[0] else ""
        self.stdout.write(f"{words}{of_them}: {in_seconds(time.monotonic() - start)}")

    def next_step(self, words: str) -> None:
        """What is to be done now, at the end of a command."""
        if not self.quiet:
            self.stdout.write(f"Next: {words}")


def bar(console: Console) -> Progress:
    """A bar with the step, the share that is done, and the time left."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    return Progress(*columns, TimeRemainingColumn(), console=console)
