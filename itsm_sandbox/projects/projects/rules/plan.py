"""A project's plan: whether its tasks can follow one another, what is late, and how far the whole has come."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core import formatting


@dataclass(frozen=True, slots=True)
class Task:
    """One row of a plan. Days count whole: a task of one day begins and ends on it, and so does a milestone."""

    number: int
    name: str
    starts_on: date
    ends_on: date
    after: tuple[int, ...] = ()  # numbers of the tasks that must be done first
    is_milestone: bool = False
    percent: int = 0
    owner: str = ""
    package: str = ""
    baseline_starts_on: date | None = None
    baseline_ends_on: date | None = None
    done_on: date | None = None

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    @property
    def came_to(self) -> tuple[date, date]:
        """The days it really took once it is done; those of the plan before."""
        if self.done_on is None:
            return self.starts_on, self.ends_on
        return self.done_on if self.is_milestone else min(self.starts_on, self.done_on), self.done_on

    @property
    def is_done(self) -> bool:
        return self.percent >= 100

    @property
    def slip(self) -> int | None:
        """Days by which it came, or is now to come, after the day that the baseline set; negative when before."""
        if self.baseline_ends_on is None:
            return None
        return ((self.done_on or self.ends_on) - self.baseline_ends_on).days

    def is_late(self, today: date) -> bool:
        """It should be done by now, or have begun, and is not."""
        return not self.is_done and (self.ends_on < today or (self.starts_on < today and not self.percent))


def tasks_of(rows: Iterable[Mapping[str, Any]]) -> list[Task]:
    """Tasks from rows as JSON keeps them."""
    return [
        Task(
            number=row["number"],
            name=row["name"],
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]),
            after=tuple(row["after"]),
            is_milestone=row["is_milestone"],
            percent=row["percent"],
            owner=row["owner"],
            package=row["package"],
            baseline_starts_on=_day(row["baseline_starts_on"]),
            baseline_ends_on=_day(row["baseline_ends_on"]),
            done_on=_day(row["done_on"]),
        )
        for row in rows
    ]


def find_cycle(tasks: Sequence[Task]) -> list[int]:
    """The numbers of tasks that wait for one another in a circle, in that order; empty when there is none."""
    after = {task.number: task.after for task in tasks}
    finished: set[int] = set()
    for start, first in after.items():
        path, to_visit = [start], [iter(first)]
        while to_visit:
            following = next((one for one in to_visit[-1] if one in after and one not in finished), None)
            if following is None:
                to_visit.pop()
                finished.add(path.pop())
            elif following in path:
                return path[path.index(following) :]
            else:
                path.append(following)
                to_visit.append(iter(after[following]))
    return []


def find_faults(tasks: Sequence[Task]) -> list[str]:
    """Why this plan cannot be followed, a sentence for each reason; empty when it can."""
    known = {task.number: task for task in tasks}
    faults = []
    for task in tasks:
        if task.ends_on < task.starts_on:
            faults.append(f"Task {task.number} ends before it begins.")
        if task.is_milestone and task.starts_on != task.ends_on:
            faults.append(f"Milestone {task.number} is one day; give it the same start and end.")
        for number in task.after:
            if number not in known:
                faults.append(f"Task {task.number} follows task {number}, which is not in the plan.")
            elif task.starts_on < known[number].ends_on:
                faults.append(f"Task {task.number} begins before task {number}, which it follows, has ended.")
    cycle = find_cycle(tasks)
    if cycle:
        faults.append(f"Tasks {', '.join(map(str, cycle))} wait for one another in a circle.")
    return faults


def find_closed_days(tasks: Iterable[Task], is_open: Callable[[date], bool]) -> list[str]:
    """What begins or ends on a day when the workplace is closed."""
    found = []
    for task in tasks:
        ends = (
            [("begins", task.starts_on)] if task.is_milestone else [("begins", task.starts_on), ("ends", task.ends_on)]
        )
        found += [
            f"Task {task.number} {word} on {formatting.day(on)}, a closed day." for word, on in ends if not is_open(on)
        ]
    return found


def order(tasks: Sequence[Task]) -> list[Task]:
    """By start, milestones after what ends on their day; never before what they follow."""
    return sorted(tasks, key=lambda task: (task.starts_on, task.is_milestone, task.ends_on, task.number))


def list_late(tasks: Iterable[Task], today: date) -> list[Task]:
    return [task for task in tasks if task.is_late(today)]


def next_milestones(tasks: Iterable[Task], *, most: int = 3) -> list[Task]:
    """Those not reached yet, the nearest first."""
    left = [task for task in tasks if task.is_milestone and not task.is_done]
    return sorted(left, key=lambda task: (task.ends_on, task.number))[:most]


def percent_done(tasks: Sequence[Task]) -> int:
    """Of all the work, by its days; milestones are no work."""
    work = [task for task in tasks if not task.is_milestone] or list(tasks)
    days = sum(task.days for task in work)
    return sum(task.days * task.percent for task in work) // days if days else 0


def percent_planned(tasks: Sequence[Task], today: date) -> int:
    """How far the work should be at the end of a day by the baseline, or by the plan before there is one."""
    work = [task for task in tasks if not task.is_milestone] or list(tasks)
    passed = whole = 0
    for task in work:
        starts, ends = task.baseline_starts_on or task.starts_on, task.baseline_ends_on or task.ends_on
        days = (ends - starts).days + 1
        whole += days
        passed += min(max((today - starts).days + 1, 0), days)
    return passed * 100 // whole if whole else 0


def numbers_on(tasks: Sequence[Task], today: date) -> dict[str, Any]:
    """What a status report freezes, as JSON keeps it."""
    milestones = [task for task in tasks if task.is_milestone]
    reached = [task for task in milestones if task.is_done]
    upcoming = next_milestones(tasks, most=1)
    return {
        "on": today.isoformat(),
        "percent_done": percent_done(tasks),
        "percent_planned": percent_planned(tasks, today),
        "tasks": len(tasks) - len(milestones),
        "tasks_done": sum(task.is_done and not task.is_milestone for task in tasks),
        "late": [task.name for task in list_late(tasks, today)],
        "milestones": len(milestones),
        "milestones_reached": len(reached),
        "milestones_on_time": sum((task.slip or 0) <= 0 for task in reached),
        "next_milestone": f"{upcoming[0].name}, {formatting.day(upcoming[0].ends_on)}" if upcoming else "",
    }


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a task lies on the width of a picture, in hundredths of it with one decimal."""

    x: float
    width: float
    done: float  # the part of the width that is done
    baseline_x: float | None
    baseline_width: float | None


@dataclass(frozen=True, slots=True)
class GanttChart:
    """A plan as a picture beside its rows."""

    first_on: date
    last_on: date
    today_x: float | None
    marks: list[tuple[float, date]]  # Mondays or first days of months
    rows: list[tuple[Task, Bar]]


def draw(tasks: Sequence[Task], today: date) -> GanttChart | None:
    """None when there is nothing to draw."""
    if not tasks:
        return None
    starts = [day for task in tasks for day in (task.came_to[0], task.baseline_starts_on) if day]
    ends = [day for task in tasks for day in (task.came_to[1], task.baseline_ends_on) if day]
    first, last = min(starts) - timedelta(days=1), max(ends) + timedelta(days=1)
    whole = (last - first).days + 1

    def at(day: date) -> float:
        return round((day - first).days * 100 / whole, 1)

    def length(start: date, end: date) -> float:
        return round(((end - start).days + 1) * 100 / whole, 1)

    def bar(task: Task) -> Bar:
        width = length(*task.came_to)
        starts, ends = task.baseline_starts_on, task.baseline_ends_on
        return Bar(
            x=at(task.came_to[0]),
            width=width,
            done=round(width * task.percent / 100, 1),
            baseline_x=at(starts) if starts else None,
            baseline_width=length(starts, ends) if starts and ends else None,
        )

    days = [first + timedelta(days=place) for place in range(whole)]
    marks = [day for day in days if (day.weekday() == 0 if whole <= 70 else day.day == 1)]
    today_x = round(at(today) + 50 / whole, 1) if first <= today <= last else None
    return GanttChart(
        first, last, today_x, [(at(day), day) for day in marks], [(task, bar(task)) for task in order(tasks)]
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
