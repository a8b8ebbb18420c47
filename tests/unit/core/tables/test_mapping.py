"""Which column of a table holds what."""

from core.tables.mapping import LEAVE, Role, find_mapping_faults, guess, places_of

ROLES = (
    Role("tag", "Tag", required=True, names=("Asset tag",)),
    Role("note", "Notes", once=False, names=("Remark",)),
)


def test_a_column_is_known_by_any_of_its_names_and_one_that_is_there_once_goes_to_the_first() -> None:
    columns = ("asset_TAG", "Tag", "Remark", "Notes", "Shoe size")
    assert guess(columns, ROLES) == {
        "asset_TAG": "tag",
        "Tag": LEAVE,
        "Remark": "note",
        "Notes": "note",
        "Shoe size": LEAVE,
    }


def test_a_choice_of_columns_that_cannot_be_says_why() -> None:
    columns = ("A", "B")
    assert find_mapping_faults({"A": "tag", "B": "note"}, columns, ROLES) == []
    assert find_mapping_faults({"A": "note", "B": "note"}, columns, ROLES) == ["Choose the column that holds “Tag”."]
    assert find_mapping_faults({"A": "tag", "B": "tag"}, columns, ROLES) == [
        "2 columns are chosen for “Tag”. Choose one."
    ]
    assert find_mapping_faults({"A": "tag", "B": "size"}, columns, ROLES) == [
        "Choose from what is offered for each column."
    ]


def test_of_several_columns_that_hold_the_same_the_first_is_read() -> None:
    assert places_of({"A": "note", "B": "tag", "C": "note"}, ("A", "B", "C")) == {"note": 0, "tag": 1}
