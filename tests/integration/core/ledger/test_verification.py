"""Whatever the owner of the database changes is found out, and the first mismatch is named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, update

from core import ledger, storage
from core.db import db, transaction
from core.ledger.canonical import canonical_bytes
from core.ledger.checkpoint_store import checkpoint_store, sign_checkpoint
from core.ledger.commands import ledger_commands
from core.ledger.entries import NO_PREVIOUS
from core.ledger.merkle import Frontier, leaf_hash, root
from core.ledger.models import LedgerEntry, LedgerHead
from core.ledger.verification import Mismatch, list_logs, verify_log
from tests.integration.core.ledger.conftest import KIND, LOG, Deeds

FILE = b"a screenshot of the queue"


@pytest.fixture
def history(deeds: Deeds) -> list[int]:
    """Six deeds, the third with a file, all signed for in a checkpoint."""
    ids = [deeds.do(), deeds.do("bad"), deeds.do(file=FILE), deeds.do(), deeds.do(), deeds.do("bad")]
    sign_checkpoint(LOG)
    return ids


def mismatch() -> Mismatch:
    with pytest.raises(Mismatch) as found:
        verify_log(LOG)
    return found.value


def run(app: Flask, *words: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(ledger_commands, words)
    return result.exit_code, result.stdout, result.stderr


def write_again(deeds: Deeds, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    """Change the entries and make every hash, link and the head fit again, as a skilled insider would."""
    entries = change([json.loads(entry.canonical) for entry in deeds.entries()])
    at = {entry.seq: entry.at for entry in deeds.entries()}
    deeds.tamper("SELECT 1")
    frontier, last = Frontier(), NO_PREVIOUS
    with db.engine.begin() as connection:
        connection.execute(delete(LedgerEntry))
        for seq, entry in enumerate(entries):
            when = at[int(entry["seq"])]
            entry.update(seq=str(seq), prev=last.hex())
            canonical = canonical_bytes(entry)
            row = {
                "log_id": LOG,
                "seq": seq,
                "kind": entry["kind"],
                "subject_id": int(entry["subject"]),
                "at": when,
                "prev_hash": last,
                "leaf_hash": (last := leaf_hash(canonical)),
                "canonical": canonical,
            }
            connection.execute(insert(LedgerEntry).values(row))
            frontier = frontier.append(last)
        head = {"size": frontier.size, "last_leaf_hash": last, "frontier": frontier.to_bytes()}
        connection.execute(update(LedgerHead).values(head))


def test_an_honest_log_is_proved(deeds: Deeds, history: list[int]) -> None:
    proven = verify_log(LOG)

    assert (proven.size, proven.signed_size) == (6, 6)
    assert proven.root == root([entry.leaf_hash for entry in deeds.entries()])
    assert deeds.do()
    assert (verify_log(LOG).size, verify_log(LOG).signed_size) == (7, 6)


def test_changed_bytes_are_found(deeds: Deeds, history: list[int]) -> None:
    entry = deeds.entries()[3]
    deeds.tamper(
        "UPDATE ledger_entry SET canonical = :canonical WHERE seq = 3",
        canonical=entry.canonical.replace(b'"good"', b'"bad"'),
    )

    assert (mismatch().seq, mismatch().kind) == (3, KIND)
    assert str(mismatch()) == "Log 7, entry 3 (deed.done): its bytes do not have its hash."


def test_white_space_in_the_bytes_is_found_even_with_a_fitting_hash(deeds: Deeds, history: list[int]) -> None:
    last = deeds.entries()[5]
    canonical = last.canonical.replace(b",", b", ")
    deeds.tamper(
        "UPDATE ledger_entry SET canonical = :canonical, leaf_hash = :leaf WHERE seq = 5",
        canonical=canonical,
        leaf=leaf_hash(canonical),
    )

    assert mismatch().seq == 5
    assert "canonical form" in str(mismatch())


@pytest.mark.parametrize("canonical", [b"", b"not JSON", b"[]", b"{}", b'{"body": 1}', b"\xff"])
def test_bytes_that_are_no_entry_are_found(deeds: Deeds, history: list[int], canonical: bytes) -> None:
    deeds.tamper(
        "UPDATE ledger_entry SET canonical = :canonical, leaf_hash = :leaf WHERE seq = 5",
        canonical=canonical,
        leaf=leaf_hash(canonical),
    )

    assert str(mismatch()) == "Log 7, entry 5 (deed.done): its bytes are not an entry."


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("at = '2020-01-01 00:00:00+00:00'", "at is not what is beside it"),
        ("kind = 'deed.undone'", "kind is not what is beside it"),
        ("prev_hash = leaf_hash", "does not follow"),
        ("seq = 77", "entry 4 is missing, the next one is entry 5"),
        ("seq = -1", "it stands where it cannot be"),
    ],
)
def test_a_column_beside_the_bytes_is_found(deeds: Deeds, history: list[int], change: str, named: str) -> None:
    deeds.tamper(f"UPDATE ledger_entry SET {change} WHERE seq = 4")

    assert named in str(mismatch())


def test_a_deleted_entry_is_found(deeds: Deeds, history: list[int]) -> None:
    deeds.tamper("DELETE FROM ledger_entry WHERE seq = 2")

    assert "entry 2 is missing" in str(mismatch())


def test_swapped_entries_are_found(deeds: Deeds, history: list[int]) -> None:
    deeds.tamper("UPDATE ledger_entry SET seq = -seq WHERE seq IN (1, 2)")
    deeds.tamper("UPDATE ledger_entry SET seq = 3 + seq WHERE seq < 0")

    assert mismatch().seq == 1


def test_a_cut_tail_is_found(deeds: Deeds, history: list[int]) -> None:
    deeds.tamper("DELETE FROM ledger_entry WHERE seq >= 4")

    assert str(mismatch()) == "Log 7: a checkpoint is signed for 6 entries, but the log has 4 entries."


def test_a_cut_tail_with_head_and_rows_made_to_fit_is_found_by_the_checkpoint(deeds: Deeds, history: list[int]) -> None:
    write_again(deeds, lambda entries: entries[:4])
    deeds.tamper("DELETE FROM deed WHERE id IN (:a, :b)", a=history[4], b=history[5])

    assert str(mismatch()) == "Log 7: a checkpoint is signed for 6 entries, but the log has 4 entries."


def test_a_cut_tail_that_was_never_signed_is_found_by_its_rows_and_its_head(deeds: Deeds, history: list[int]) -> None:
    deeds.do()
    deeds.tamper("DELETE FROM ledger_entry WHERE seq = 6")

    assert "its head counts 7 entries, but the log has 6 entries" in str(mismatch())


def test_a_whole_rewritten_history_is_found_by_the_checkpoint(deeds: Deeds, history: list[int]) -> None:
    def improve(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        entries[1]["body"]["outcome"] = "good"
        return entries

    write_again(deeds, improve)
    deeds.tamper("UPDATE deed SET outcome = 'good' WHERE id = :id", id=history[1])

    assert str(mismatch()) == "Log 7: the history of its first 6 entries is not the one that was signed."


def test_a_reordered_history_is_found_by_the_checkpoint(deeds: Deeds, history: list[int]) -> None:
    write_again(deeds, lambda entries: [entries[1], entries[0], *entries[2:]])

    assert "not the one that was signed" in str(mismatch())


def test_a_cut_tail_without_its_checkpoints_is_found_by_a_witness(
    deeds: Deeds, history: list[int], ledger_app: Flask, tmp_path: Path
) -> None:
    deeds.do()
    witnessed = sign_checkpoint(LOG) or ""
    notes = list(checkpoint_store().notes(LOG))
    write_again(deeds, lambda entries: entries[:6])
    deeds.tamper("DELETE FROM deed WHERE id NOT IN (SELECT subject_id FROM ledger_entry)")
    checkpoint_store().path(LOG).write_text("".join(f"{note}\n" for note in notes[:-1]), encoding="utf-8")

    assert verify_log(LOG).size == 6
    with pytest.raises(Mismatch, match="signed for 7 entries, but the log has 6 entries"):
        verify_log(LOG, witnessed=[witnessed])
    (tmp_path / "kept.txt").write_text(witnessed, encoding="utf-8")
    assert run(ledger_app, "verify", "--log", str(LOG), "--checkpoint", str(tmp_path / "kept.txt"))[0] == 1


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("outcome = 'bad'", "body.outcome is not what its row says now"),
        ("comment = 'Zoë did badly'", "body.comment is not what its row says now"),
        ("file = NULL", "body.files[0] is not what its row says now"),
        ("outcome = 'bogus'", "its row cannot be read (KeyError)"),
    ],
)
def test_an_edited_row_is_found(deeds: Deeds, history: list[int], change: str, named: str) -> None:
    deeds.tamper(f"UPDATE deed SET {change} WHERE id = :id", id=history[2])

    assert str(mismatch()) == f"Log 7, entry 2 (deed.done): {named}."


def test_a_deleted_row_is_found(deeds: Deeds, history: list[int]) -> None:
    deeds.tamper("DELETE FROM deed WHERE id = :id", id=history[4])

    assert str(mismatch()) == "Log 7, entry 4 (deed.done): its row is gone."


def test_a_row_moved_to_another_log_is_found(deeds: Deeds, history: list[int]) -> None:
    deeds.tamper("UPDATE deed SET log_id = 8 WHERE id = :id", id=history[4])

    assert str(mismatch()) == f"Log 7, entry 4 (deed.done): row {history[4]}, which it is about, should have no entry."


def test_a_row_without_an_entry_is_found(deeds: Deeds, history: list[int]) -> None:
    deeds.tamper(
        "INSERT INTO deed (log_id, outcome, comment, salt) VALUES (:log, 'good', '', :salt)", log=LOG, salt=bytes(32)
    )

    assert "must have an entry of kind deed.done and has none" in str(mismatch())


def test_a_row_before_the_others_without_an_entry_is_found(deeds: Deeds, history: list[int]) -> None:
    deeds.tamper(
        "INSERT INTO deed (id, log_id, outcome, comment, salt) VALUES (-3, :log, 'good', '', :salt)",
        log=LOG,
        salt=bytes(32),
    )

    assert "row -3 must have an entry" in str(mismatch())


def test_a_changed_byte_in_a_file_is_found(deeds: Deeds, history: list[int]) -> None:
    path = storage.current().path(json.loads(deeds.entries()[2].canonical)["body"]["files"][0]["sha256"])
    path.chmod(0o640)
    path.write_bytes(b"A" + FILE[1:])

    assert mismatch().seq == 2
    assert "has other content" in str(mismatch())
    assert verify_log(LOG, files=False).size == 6


def test_a_lengthened_file_is_found(deeds: Deeds, history: list[int]) -> None:
    path = storage.current().path(json.loads(deeds.entries()[2].canonical)["body"]["files"][0]["sha256"])
    path.chmod(0o640)
    path.write_bytes(FILE + b"!")

    assert "has other content" in str(mismatch())


def test_a_missing_file_is_found(deeds: Deeds, history: list[int]) -> None:
    storage.current().path(json.loads(deeds.entries()[2].canonical)["body"]["files"][0]["sha256"]).unlink()

    assert "is gone" in str(mismatch())


@pytest.mark.parametrize("change", ["size = 9", "frontier = last_leaf_hash", "last_leaf_hash = frontier"])
def test_a_changed_head_is_found(deeds: Deeds, history: list[int], change: str) -> None:
    deeds.tamper(f"UPDATE ledger_head SET {change}")

    assert "its head" in str(mismatch())


def test_a_deleted_log_is_found(deeds: Deeds, history: list[int]) -> None:
    for table in ("ledger_entry", "ledger_head", "deed"):
        deeds.tamper(f"DELETE FROM {table}")

    assert list_logs() == [LOG]
    assert str(mismatch()) == "Log 7: a checkpoint is signed for 6 entries, but the log has 0 entries."


def test_the_first_of_several_mismatches_is_named(deeds: Deeds, history: list[int]) -> None:
    deeds.tamper("DELETE FROM ledger_entry WHERE seq = 5")
    deeds.tamper("UPDATE deed SET outcome = 'bad' WHERE id IN (:a, :b)", a=history[2], b=history[4])

    assert mismatch().seq == 2


def test_an_entry_that_no_package_describes_is_proved_from_its_bytes(deeds: Deeds, history: list[int]) -> None:
    with transaction():
        ledger.append("log.restored", log_id=LOG, subject_id=1, body={"from": "a backup"})
    assert verify_log(LOG).size == 7

    deeds.tamper("UPDATE ledger_entry SET subject_id = 2 WHERE seq = 6")
    assert "subject is not what is beside it" in str(mismatch())


def test_many_batches_are_proved_as_one_log(deeds: Deeds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.ledger.verification.BATCH", 3)
    ids = [deeds.do() for _ in range(10)]
    assert verify_log(LOG).size == 10

    deeds.tamper("UPDATE deed SET outcome = 'bad' WHERE id = :id", id=ids[8])
    assert mismatch().seq == 8


def test_the_command_proves_all_logs(deeds: Deeds, history: list[int], ledger_app: Flask) -> None:
    deeds.do(log_id=8)
    code, out, _ = run(ledger_app, "verify")

    assert code == 0
    assert out.splitlines()[0] == f"Log 7: 6 entries, root {verify_log(7).root.hex()}, signed up to 6."
    assert out.splitlines()[1].startswith("Log 8: 1 entry, root ")


def test_the_command_names_the_first_mismatch_and_ends_1(deeds: Deeds, history: list[int], ledger_app: Flask) -> None:
    deeds.tamper("UPDATE deed SET outcome = 'good' WHERE id = :id", id=history[1])
    code, out, err = run(ledger_app, "verify")

    assert code == 1
    assert out == ""
    assert err == "Log 7, entry 1 (deed.done): body.outcome is not what its row says now.\n"


def test_the_command_answers_in_json(deeds: Deeds, history: list[int], ledger_app: Flask) -> None:
    proven = verify_log(LOG)
    expected = {"log": 7, "size": 6, "root": proven.root.hex(), "signed_size": 6}
    assert json.loads(run(ledger_app, "verify", "--json")[1]) == {"ok": True, "logs": [expected], "mismatches": []}

    deeds.tamper("DELETE FROM ledger_entry WHERE seq = 5")
    code, out, _ = run(ledger_app, "verify", "--json", "--skip-files")
    assert code == 1
    assert json.loads(out) == {"ok": False, "logs": [], "mismatches": [str(mismatch())]}


def test_a_checkpoint_from_outside_needs_its_log(deeds: Deeds, ledger_app: Flask, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("", encoding="utf-8")

    assert run(ledger_app, "verify", "--checkpoint", str(tmp_path / "kept.txt"))[0] == 2


def test_no_log_is_proved_at_once(deeds: Deeds, ledger_app: Flask) -> None:
    assert run(ledger_app, "verify") == (0, "There is no log yet.\n", "")
    assert verify_log(1).size == 0
