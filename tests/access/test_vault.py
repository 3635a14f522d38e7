"""Reporters: sealed so that equal ones link, nobody can guess, and nothing plain is on the disk."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netinv.access import Audit, Vault, operator
from netinv.access.vault import TOKEN, normalised
from netinv.ledger import Keyring
from netinv.model.errors import AuditUnavailableError, NotFoundError, UsageError

from .conftest import WORKSPACE

NAME, PHONE, NUMBER = "独孤求安", "13900000042", "11010119800101001X"


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize(
    ("kind", "one", "other", "equal"),
    [
        ("name", "独孤求安", " 独孤 求安　", True),
        ("name", "独孤求安", "独孤求全", False),
        ("phone", "13900000042", "+86 139-0000-0042", True),
        ("phone", "13900000042", "008613900000042", True),
        ("phone", "13900000042", "１３９００００００４２", True),
        ("phone", "0571-86000000", "057186000000", True),
        ("phone", "8613900000042", "13900000042", True),
        ("phone", "861390000004", "1390000004", False),  # no mobile number behind the 86
        ("phone", "不详", "不明", False),
        ("id_number", "11010119800101001x", "11010119800101001X", True),
    ],
)
def test_equal_values_have_one_pseudonym_however_written(
    vault: Vault, kind: str, one: str, other: str, equal: bool
) -> None:
    assert (vault.seal(kind, one) == vault.seal(kind, other)) is equal


def test_a_pseudonym_tells_nothing(vault: Vault) -> None:
    tokens = vault.seal_many([("name", NAME), ("phone", PHONE), ("id_number", NUMBER), ("name", PHONE)])
    assert len(set(tokens)) == 4, "the kind is part of it"
    assert all(TOKEN.fullmatch(token) for token in tokens)


def test_what_is_empty_or_sealed_already_stays_as_it_is(vault: Vault) -> None:
    token = vault.seal("name", NAME)
    assert vault.seal_many([("name", ""), ("name", " "), ("name", token), ("phone", token)]) == [
        "",
        " ",
        token,
        token,
    ]
    assert vault.seal_many([]) == []


def test_pseudonyms_stay_and_differ_between_workspaces(
    vault: Vault, folder: Path, keyring: Keyring, tmp_path: Path
) -> None:
    token = vault.seal("name", NAME)
    assert Vault.open(folder, keyring, WORKSPACE).token("name", NAME) == token
    keyring.create("workspace-2")
    (tmp_path / "other").mkdir()
    assert Vault.open(tmp_path / "other", keyring, "workspace-2").token("name", NAME) != token


def test_nothing_plain_touches_the_disk(vault: Vault, audit: Audit, folder: Path) -> None:
    tokens = vault.seal_many([("name", NAME), ("phone", PHONE), ("id_number", NUMBER)])
    assert vault.unseal(tokens[0], operator(), f"核查 {NAME}", audit) == NAME
    for where in (vault, audit):
        content = bytes_of(folder)
        for value in (NAME, PHONE, NUMBER):
            assert value.encode() not in content
            assert value.encode("utf-16-le") not in content
        where.close()


def test_unsealing_gives_the_value_as_first_written_and_is_audited_first(vault: Vault, audit: Audit) -> None:
    token = vault.seal("phone", "+86 139-0000-0042")
    vault.seal("phone", PHONE)
    asking = operator().asking("核查举报", "线〔2026〕1号")
    assert vault.unseal(token, asking, "两人审批同意", audit) == "+86 139-0000-0042"
    entry = audit.entries()[-1]
    assert (entry.action, entry.subject, entry.detail) == ("unseal", token, "两人审批同意")
    assert (entry.purpose, entry.case_no) == ("核查举报", "线〔2026〕1号")


def test_unsealing_needs_a_reason_and_something_sealed(vault: Vault, audit: Audit) -> None:
    with pytest.raises(UsageError):
        vault.unseal(vault.seal("name", NAME), operator(), " ", audit)
    assert audit.entries() == []
    with pytest.raises(NotFoundError):
        vault.unseal("R-AAAAAAAAAAAA", operator(), "核查", audit)
    assert [each.subject for each in audit.entries()] == ["R-AAAAAAAAAAAA"], (
        "what failed was asked for all the same"
    )


def test_no_audit_no_unsealing(vault: Vault, open_audit: Callable[[], Audit], folder: Path) -> None:
    token = vault.seal("name", NAME)
    audit = open_audit()
    audit.close()
    (folder / "audit.db").write_bytes(b"x" * 5000)
    with pytest.raises(AuditUnavailableError):
        vault.unseal(token, operator(), "核查", audit)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE sealed SET value = zeroblob(length(value)) WHERE kind = 'name'",
        "UPDATE sealed SET kind = 'phone' WHERE kind = 'name'",
        "UPDATE sealed SET token = 'R-AAAAAAAAAAAA' WHERE kind = 'name'",
        "UPDATE sealed SET nonce = zeroblob(12) WHERE kind = 'name'",
    ],
)
def test_a_changed_value_is_found(vault: Vault, folder: Path, tampering: str) -> None:
    vault.seal_many([("name", NAME), ("phone", PHONE)])
    assert vault.verify() == []
    with closing(sqlite3.connect(folder / "vault.db")) as raw:
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(tampering)
        raw.execute("DROP TRIGGER guard_sealed_update")
        raw.execute(tampering)
        raw.commit()
    assert len(vault.verify()) == 1


def test_many_reporters_at_once(vault: Vault) -> None:
    items = [("phone", f"139{number:08d}") for number in range(3_000)]
    assert vault.seal_many(items) == vault.seal_many(items)
    assert vault.verify() == []


@given(st.sampled_from(["name", "phone", "id_number", "address"]), st.text())
def test_normalising_twice_is_once(kind: str, value: str) -> None:
    once = normalised(kind, value)
    assert normalised(kind, once) == once
