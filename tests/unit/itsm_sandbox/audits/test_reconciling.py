"""The register compared with what was seen: matched by the strongest sign, and each thing in one class."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import FieldErrors
from core.tables.table import read_csv
from itsm_sandbox.assets.audits.rules.reconciling import Outcome, Product, Recorded, Seen, plain_mac, reconcile
from itsm_sandbox.assets.audits.rules.scans import read_scan, write_scan

LAPTOP = Recorded(
    1, "GA-1", "laptop", "in_use", "S1", ("02:00:00:00:00:01",), "ga-1", "North", "Room 1", "Morag Sinclair"
)
PRINTER = Recorded(2, "GA-2", "printer", "in_use", "S2", ("02:00:00:00:00:02",), "ga-2", "North", "Library")
SPARE = Recorded(3, "GA-3", "laptop", "in_stock", "S3", (), "", "", "")


def seen_of(asset: Recorded, row_id: int = 0, **changes: Any) -> Seen:
    """As it would be seen if the register were right."""
    whole = Seen(
        row_id or asset.id, asset.serial, asset.macs, asset.tag, asset.host_name, asset.site, asset.place,
        asset.custodian,
    )  # fmt: skip
    return replace(whole, **changes)


def outcomes(*sightings: Seen, products: tuple[Product, ...] = (), **how: Any) -> list[str]:
    found = reconcile([LAPTOP, PRINTER, SPARE], sightings, products, **{"method": "scan", **how})
    return [str(one.outcome) for one in found.discrepancies]


def test_what_is_as_recorded_gives_no_finding() -> None:
    found = reconcile([LAPTOP, PRINTER, SPARE], [seen_of(LAPTOP), seen_of(PRINTER)], [], method="scan")
    assert found.discrepancies == []
    assert (found.expected, found.found, found.accurate) == (2, 2, 2)
    assert found.counts["matched"] == 2


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"place": "Room 9"}, "moved"),
        ({"user": "Ewan Kerr"}, "wrong_custodian"),
        ({"serial": "", "macs": (), "tag": ""}, None),  # the host name is enough
        ({"serial": "", "macs": ("02-00-00-00-00-01",), "tag": "", "host_name": "x"}, None),
        ({"serial": "S2"}, "duplicate_identifier"),  # signs of two assets
        ({"serial": "S9", "macs": (), "tag": "T9", "host_name": "h9"}, "unknown_hardware"),
    ],
)
def test_each_difference_has_its_class(changes: dict[str, Any], outcome: str | None) -> None:
    found = outcomes(seen_of(LAPTOP, **changes), seen_of(PRINTER, 99))
    assert [one for one in found if one != "not_found"] == ([outcome] if outcome else [])


def test_what_is_in_stock_and_on_the_network_contradicts_its_state() -> None:
    assert outcomes(seen_of(LAPTOP), seen_of(PRINTER), seen_of(SPARE, place="Room 4")) == ["state_conflict"]


def test_a_thing_that_nobody_saw_is_missing_only_where_the_audit_looked() -> None:
    assert outcomes(seen_of(PRINTER)) == ["not_found"]
    assert outcomes(seen_of(PRINTER), site="South") == []
    assert outcomes(seen_of(LAPTOP), seen_of(PRINTER), method="walk_round") == ["not_found"]  # the spare in stock


def test_two_things_with_the_name_of_one_are_a_duplicate() -> None:
    other = seen_of(LAPTOP, 50, serial="S77", macs=("02:00:00:00:00:77",), tag="")
    assert outcomes(seen_of(LAPTOP), seen_of(PRINTER), other) == ["duplicate_identifier"]


def test_programs_are_unknown_prohibited_or_used_too_much() -> None:
    products = (Product(1, "Draw", "allowed"), Product(2, "Share", "prohibited"), Product(3, "Sums", "allowed", 4))
    laptop = seen_of(LAPTOP, software=("draw", "Share", "Game"))
    assert outcomes(laptop, seen_of(PRINTER), products=products) == [
        "unknown_software",
        "prohibited_software",
        "over_licensed",
    ]
    found = reconcile([LAPTOP], [laptop], products, method="scan")
    assert found.installed == {(1, 1), (2, 1)}


@pytest.mark.parametrize(
    ("typed", "read"),
    [("02-AB-00-00-00-01", "02:ab:00:00:00:01"), ("02ab.0000.0001", "02:ab:00:00:00:01"), ("02:ab", ""), ("", "")],
)
def test_addresses_of_cards_are_read_in_any_spelling(typed: str, read: str) -> None:
    assert plain_mac(typed) == read


ASSETS = st.lists(
    st.builds(
        Recorded,
        id=st.integers(1, 10_000),
        tag=st.integers(1, 10_000).map("T{}".format),
        type=st.sampled_from(["laptop", "printer", "display"]),
        state=st.sampled_from(["in_use", "in_stock", "on_loan", "missing", "retired"]),
        serial=st.integers(1, 10_000).map("S{}".format),
        site=st.sampled_from(["North", "South"]),
        place=st.sampled_from(["Room 1", "Room 2"]),
    ),
    max_size=12,
    unique_by=(lambda one: one.id, lambda one: one.tag, lambda one: one.serial),
)


@settings(max_examples=60)
@given(ASSETS, st.data())
def test_nothing_is_lost_and_nothing_is_counted_twice(assets: list[Recorded], data: st.DataObject) -> None:
    there = data.draw(st.lists(st.sampled_from(assets), unique=True) if assets else st.just([]))
    strangers = data.draw(st.integers(0, 3))
    sightings = [seen_of(asset, number) for number, asset in enumerate(there, 1)]
    sightings += [Seen(1000 + number, f"X{number}") for number in range(strangers)]
    found = reconcile(assets, sightings, [], method="scan")
    assert found.outcome_of.keys() == {one.id for one in sightings}
    assert sum(one is Outcome.UNKNOWN_HARDWARE for one in found.outcome_of.values()) == strangers
    assert {found.asset_of[one.id] for one in sightings if one.id < 1000} == {asset.id for asset in there}
    assert found.accurate <= found.found <= found.expected
    assert found.expected - found.found == found.counts["not_found"]
    keys = [one.key for one in found.discrepancies]
    assert len(keys) == len(set(keys))


@settings(max_examples=40)
@given(ASSETS)
def test_a_register_that_is_right_has_only_states_to_contradict(assets: list[Recorded]) -> None:
    found = reconcile(assets, [seen_of(asset) for asset in assets], [], method="scan")
    assert {one.outcome for one in found.discrepancies} <= {Outcome.STATE_CONFLICT}
    assert found.accurate == found.found == found.expected


def test_a_scan_is_read_as_it_is_written() -> None:
    seen = seen_of(LAPTOP, software=("Draw", "Sums; and more".replace("; and more", "")))
    lines = write_scan([seen])
    text = "\r\n".join(",".join(line) for line in lines)
    (row,) = read_scan(read_csv(text.encode()))
    assert row["macs"] == list(LAPTOP.macs)
    assert (row["serial"], row["user"], row["software"]) == ("S1", "Morag Sinclair", ["Draw", "Sums"])


def test_a_scan_with_a_wrong_row_is_not_read_and_the_row_is_named() -> None:
    with pytest.raises(FieldErrors, match=r"Row 3: “zz” is no address.*Row 4: it has no serial.*Nothing was read"):
        read_scan(read_csv(b"serial,mac,place\nS1,020000000001,A\nS2,zz,A\n,,B\n"))
    with pytest.raises(FieldErrors, match="names no column that we know"):
        read_scan(read_csv(b"colour,size\nred,1\n"))
