"""What packages tell the ledger is kept by kind, and rows come in one order."""

import pytest

from core.ledger import registry


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_describers", {})
    monkeypatch.setattr(registry, "_expecters", {})
    monkeypatch.setattr(registry, "_log_listers", [])


def test_a_set_of_rows_is_put_in_order() -> None:
    registry.expected("thing.made")(lambda log_id: {9, log_id, 4})

    assert list(registry.expected_subjects("thing.made", 7)) == [4, 7, 9]
    assert registry.expected_kinds() == ["thing.made"]


def test_rows_out_of_order_are_a_mistake_of_the_package() -> None:
    registry.expected("thing.made")(lambda _: [1, 3, 2])

    with pytest.raises(ValueError, match="ascending"):
        list(registry.expected_subjects("thing.made", 1))


def test_logs_are_listed_once_each() -> None:
    def centres() -> list[int]:
        return [2, 1, 2]

    registry.known_logs(centres)
    registry.known_logs(centres)

    assert registry.listed_logs() == {1, 2}


def test_a_describer_is_found_by_its_kind() -> None:
    registry.describe("thing.made")(lambda ids: {one: {"id": str(one)} for one in ids})

    assert registry.is_described("thing.made")
    assert registry.describer_of("thing.made")([5]) == {5: {"id": "5"}}
