"""`make bench`: T1 (the criteria page), T2 (other pages, a workplace's too) and T7 (start), beside the bare limit.

Nothing here passes or fails: a benchmark is not a test. Sizes are arguments: `python -m benchmarks --apprentices 100`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from benchmarks import PRODUCTS, bare
from benchmarks.serving import ROOT, Browser, Timing, memory_of, served

PAGES = {
    "home of a centre": "/centre",
    "cohort": "/centre/cohort",
    "list of enrolments": "/enrolments",
    "people": "/people",
    "one enrolment": "/enrolments/{id}",
    "evidence of one": "/enrolments/{id}/evidence",
    "meta-skills of one": "/enrolments/{id}/meta-skills",
    "a framework": "/standards/scqf8-it-support",
}

WORKPLACE_PAGES = {
    "desk": "/workplaces/{id}/desk",
    "desk, all open": "/workplaces/{id}/desk?view=open",
    "desk, words in all": "/workplaces/{id}/desk?view=all&q=printer+cable",
    "board": "/workplaces/{id}/board",
    "one ticket": "/workplaces/{id}/tickets/{ticket}",
    "portal": "/workplaces/{id}/portal",
    "assets": "/workplaces/{id}/assets",
    "assets, words": "/workplaces/{id}/assets?q=latitude+room",
    "one asset": "/workplaces/{id}/assets/{asset}",
    "software": "/workplaces/{id}/software",
    "one product": "/workplaces/{id}/software/{product}",
    "licences": "/workplaces/{id}/licences",
    "what is given out": "/workplaces/{id}/allocations",
    "an audit": "/workplaces/{id}/audits/1",
    "its sightings": "/workplaces/{id}/audits/1/sightings",
    "findings": "/workplaces/{id}/findings",
    "expenditure": "/workplaces/{id}/expenditure",
    "knowledge": "/workplaces/{id}/articles",
    "dashboards": "/workplaces/{id}/dashboards",
}

COUNTED_PAGES = {
    "a year of metrics": ("/workplaces/{id}/metrics?from_on=2025-11-21&to_on=2026-11-20", "target 2 s"),
    "all licence positions": ("/workplaces/{id}/licence-reviews/1", "limit 1 s"),
    "to reclaim": ("/workplaces/{id}/allocations?show=idle", "limit 1 s"),
    "a dashboard of 90 days": ("/workplaces/{id}/dashboards/1", "target 2 s"),
    "a custom report": ("/workplaces/{id}/custom-reports/1", "target 2 s"),
}
"""Pages that count what is stored as somebody looks."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apprentices", type=int, default=1000)
    parser.add_argument("--tickets", type=int, default=20_000)
    parser.add_argument("--assets", type=int, default=5_000)
    sizes = parser.parse_args()
    size = sizes.apprentices
    with tempfile.TemporaryDirectory(prefix="touchstone-bench-") as folder:
        show(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}, SQLite, {size} apprentices")
        limit = measure_bare(Path(folder), size)
        measure_pages(Path(folder), size, limit)
        measure_workplace(Path(folder), sizes.tickets, sizes.assets)
        measure_start(Path(folder))


def show(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def row(name: str, timing: Timing, note: str = "") -> None:
    figures = f"p50 {timing.p50:7.1f} ms   p95 {timing.p95:7.1f} ms   {timing.octets / 1024:6.0f} KiB"
    show(f"{name:<28} {figures}   {note}".rstrip())


def measure_bare(folder: Path, size: int) -> Timing:
    address = f"sqlite:///{folder / 'bare.sqlite3'}"
    bare.fill(address, size)
    chance = Random(1)
    with served("benchmarks.bare:application", {"BARE_DATABASE": address}) as (port, _):
        browser = Browser(port)
        browser.ask("GET", "/enter")
        limit = browser.time(lambda: f"/plans/{chance.randint(1, size)}")
    row("bare limit, 170 rows", limit)
    return limit


def measure_pages(folder: Path, size: int, limit: Timing) -> None:
    environment = {"DATABASE_URL": f"sqlite:///{folder / 'full.sqlite3'}", "INSTANCE_FOLDER": str(folder / "instance")}
    begun = time.monotonic()
    filling = [sys.executable, "-m", "benchmarks.filling", str(size)]
    made = subprocess.run(filling, cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE)
    first = int(made.stdout.split()[-1])
    show(f"{'filled the centre in':<28} {time.monotonic() - begun:.0f} s")
    chance = Random(2)
    with served("serve:application", environment) as (port, _):
        browser = Browser(port)
        sign_in(browser)
        criteria = browser.time(lambda: f"/enrolments/{first + chance.randrange(size)}/criteria")
        row("T1 criteria page", criteria, f"{limit.p50 / criteria.p50:.2f} of the bare limit (target 0.40)")
        for name, path in PAGES.items():
            row(f"T2 {name}", browser.time(partial(page_of, path, first, size, chance), times=60), "target p95 60 ms")


def measure_workplace(folder: Path, tickets: int, assets: int) -> None:
    environment = {"DATABASE_URL": f"sqlite:///{folder / 'full.sqlite3'}", "INSTANCE_FOLDER": str(folder / "instance")}
    begun = time.monotonic()
    filling = [sys.executable, "-m", "benchmarks.workplace", str(tickets), str(assets)]
    made = subprocess.run(filling, cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE)
    place = int(made.stdout.split()[-1])
    show(f"{f'filled {tickets} + {assets} in':<28} {time.monotonic() - begun:.0f} s")
    chance = Random(3)
    with served("serve:application", environment) as (port, _):
        browser = Browser(port)
        sign_in(browser, "technician@example.org")
        for name, path in WORKPLACE_PAGES.items():
            asked = partial(_workplace_page, path, place, tickets, assets, chance)
            row(f"T2 {name}", browser.time(asked, times=60), "target p95 60 ms")
        for name, (path, limit) in COUNTED_PAGES.items():
            row(name, browser.time(partial(path.format, id=place), times=5, warm_up=1), limit)


def _workplace_page(path: str, place: int, tickets: int, assets: int, chance: Random) -> str:
    numbers = {"ticket": tickets, "asset": assets, "product": PRODUCTS}
    return path.format(id=place, **{name: 1 + chance.randrange(most) for name, most in numbers.items()})


def page_of(path: str, first: int, size: int, chance: Random) -> str:
    return path.format(id=first + chance.randrange(size))


def sign_in(browser: Browser, email: str = "admin@example.org") -> None:
    from benchmarks.population import PASSWORD  # noqa: PLC0415 -- imports the product, which takes a while

    _, page = browser.ask("GET", "/sign-in")
    token = page.decode().split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    status, _ = browser.ask("POST", "/sign-in", urlencode({"email": email, "password": PASSWORD, "csrf_token": token}))
    if status != 302:
        raise RuntimeError(f"Signing in answered {status}.")


def measure_start(folder: Path) -> None:
    environment = {"INSTANCE_FOLDER": str(folder / "instance"), "DATABASE_URL": f"sqlite:///{folder / 'full.sqlite3'}"}
    begun = time.monotonic()
    with served("serve:application", environment, workers=2) as (_, process):
        show(f"{'T7 start to first answer':<28} {time.monotonic() - begun:.1f} s (target 4)")
        show(f"{'T7 two workers':<28} {memory_of(process) / 2**20:.0f} MiB (target 350)")


if __name__ == "__main__":
    main()
