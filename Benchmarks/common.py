"""What the peers share: the calendar, the exact test of a sample, and a stopwatch."""
import functools
import math
import os
import sys
import time
from datetime import date, timedelta

NO_LIMIT = 10**15  # rows that may exist unlisted where nobody knows how many


def day_of(folder):
    with open(os.path.join(folder, "as-of.txt")) as file:
        return date.fromisoformat(file.read().strip())


def back(day, months):
    """The same day so many months before, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - timedelta(days=1)).day))


def month_starts(day, count):
    """The first days of the last so many whole months, and of the month after them, earliest first."""
    after = day + timedelta(days=1)
    return [back(after.replace(day=1), n) for n in range(count, -1, -1)]


@functools.cache
def by_chance(worst_good, worst_bad, best_good, best_bad, unseen, percent):
    """What a random sample shows of a share: 1 reached, -1 missed, 0 nothing, each at nineteen to one.

    How many of the whole count is not known, so every number must show it.  Percentages are multiples of five: among
    sizes twenty apart the larger shows less, so the twenty largest decide.
    """
    drawn = worst_good + worst_bad
    if all(_chance(worst_good, drawn, size, -(-percent * size // 100) - 1, drawn) for size in _sizes(drawn, unseen)):
        return 1
    drawn = best_good + best_bad
    if all(_chance(0, best_good, size, -(-percent * size // 100), drawn) for size in _sizes(drawn, unseen)):
        return -1
    return 0


def _sizes(drawn, unseen):
    return range(drawn + unseen, max(drawn, drawn + unseen - 20) - 1, -1)


def _chance(low, high, size, good, drawn):
    """Whether fewer than one in twenty draws show from `low` to `high` good ones."""
    ways = sum(math.comb(good, k) * math.comb(size - good, drawn - k) for k in range(low, min(high, good) + 1)
               if good >= 0 and drawn - k <= size - good)
    return ways * 20 < math.comb(size, drawn)


class Watch:
    """Says on standard error how many seconds each part took."""

    def __init__(self):
        self.last = time.perf_counter()

    def lap(self, name):
        now = time.perf_counter()
        print(f"{name} {now - self.last:.4f}", file=sys.stderr)
        self.last = now
