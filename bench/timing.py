"""Interleaved timing: floor and case take turns in one process and see the same machine."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One row of the table: what was measured against which floor, and the goal."""

    job: str
    floor: str
    floor_ms: float | None
    ours_ms: float | None
    goal: str
    met: bool | None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours_ms / self.floor_ms if self.floor_ms and self.ours_ms is not None else None


def number(value: float | None, places: int = 2) -> str:
    return "" if value is None else f"{value:.{places}f}".replace(".", ",")


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def interleave(repeats: int, *cases: Callable[[], object]) -> list[list[float]]:
    """The times of each case, taken in turns; one round before the first is not counted."""
    times: list[list[float]] = [[] for _ in cases]
    for n in range(repeats + 1):
        for case, kept in zip(cases, times, strict=True):
            took = milliseconds(case)
            if n:
                kept.append(took)
    return times


def median(times: Sequence[float]) -> float:
    return statistics.median(times)


def p95(times: Sequence[float]) -> float:
    return sorted(times)[max(0, int(len(times) * 0.95) - 1)]
