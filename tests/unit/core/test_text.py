import pytest

from core.routing import row_number
from core.text import LARGEST, whole_number, without_controls


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("42", 42), ("007", 7), (str(LARGEST), LARGEST)])
def test_digits_are_the_number_they_write(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text", [None, "", "-1", "+1", "1.0", "1_0", " 1", "²", "one", str(LARGEST + 1), "9" * 10, "9" * 5000]
)
def test_what_no_column_holds_is_no_number(text: str | None) -> None:
    assert whole_number(text) is None


@pytest.mark.parametrize("text", ["", "0", "-1", "x", str(LARGEST + 1)])
def test_no_row_has_such_a_number(text: str) -> None:
    with pytest.raises(ValueError, match="No row has this number"):
        row_number(text)


def test_controls_go_and_all_else_stays() -> None:
    assert without_controls("a\x00b\tc\r\nd\x1b") == "ab\tc\r\nd"
    assert without_controls(7) == 7
