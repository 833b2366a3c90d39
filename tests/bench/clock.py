"""Timing on a machine that does other things too: rivals take turns, medians are compared."""

import gc
import statistics
import time
from collections.abc import Callable

Work = Callable[[], object]


def seconds(work: Work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def interleaved(*works: Work, rounds: int) -> list[list[float]]:
    """Seconds of every run of each work, taken in turns, so that a busy moment hits all of them."""
    for work in works:
        work()
    times: list[list[float]] = [[] for _ in works]
    gc.collect()
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            taken.append(seconds(work))
    return times


def p50(times: list[float]) -> float:
    return statistics.median(times)


def milliseconds(times: list[float]) -> str:
    return f"{p50(times) * 1000:.1f} ms"
