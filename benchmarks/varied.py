"""A register of people several times over, each copy in a county of its own: other numbers, telephones, days and
places, with the same slips of the pen. Names stay: a larger register has more namesakes, not other names."""

import csv
from collections.abc import Iterator
from pathlib import Path

from scoring import rows

from netinv.model.values import parse_date

_WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]
_CHECK = "10X98765432"
_DIGITS = "0123456789"
_PLACES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
_RANKS = ("县", "区", "镇", "乡", "街道", "村")


def varied(folder: Path, made: Path, times: int) -> Path:
    """Write `made`/data/people.csv, and its truth if `folder` has one."""
    people = list(rows(folder / "data" / "people.csv"))
    copies = (_copy(row, k) for k in range(times) for row in people)
    _write(made / "data" / "people.csv", list(people[0]), copies)
    truth = folder / "truth" / "truth_mentions.csv"
    if truth.exists():
        held = [row for row in rows(truth) if row["table"] == "people"]
        told = (
            {**row, **{column: f"{k}{row[column]}" for column in ("record_id", "true_entity_id")}}
            for k in range(times)
            for row in held
        )
        _write(made / "truth" / "truth_mentions.csv", list(held[0]), told)
    return made


def _copy(row: dict[str, str], k: int) -> dict[str, str]:
    born = parse_date(row["birth_date"]) if row["birth_date"] else None
    return {
        **row,
        "record_id": f"{k}{row['record_id']}",
        "id_number": _number(row["id_number"], k),
        "birth_date": "-".join(_born(*born[0].split("-"), k)) if born else row["birth_date"],
        "phones": ";".join(_phone(phone, k) for phone in row["phones"].split(";")),
        "address": _address(row["address"], k),
    }


def _born(year: str, month: str, day: str, k: int) -> tuple[str, str, str]:
    """Another day of birth, far from it, the same for the same."""
    if not k:
        return year, month, day
    return (
        f"{1930 + (int(year) - 1930 + 17 * k) % 75}",
        f"{(int(month) - 1 + 5 * k) % 12 + 1:02}",
        f"{(int(day) - 1 + 11 * k) % 28 + 1:02}",
    )


def _turned(text: str, k: int) -> str:
    """Every digit k further: what one slip of the pen parts stays one apart."""
    return "".join([_DIGITS[(int(c) + k) % 10] if c in _DIGITS else c for c in text])


def _number(text: str, k: int) -> str:
    """A number of another area, day and place; its check digit is as right or wrong as before."""
    if len(text) < 15:
        return _turned(text, k)
    old = len(text) == 15
    first, at = 6, 10 if old else 12
    born = ("19" if old else "") + text[first : at + 2]
    if born.isdigit() and parse_date(born):
        born = "".join(_born(born[:4], born[4:6], born[6:], k))
    serial = _turned(text[at + 2 : at + 4], 3 * k) + _turned(text[at + 4 : at + 5], 2 * k)
    other = text[:2] + _turned(text[2:6], k) + born[2 * old :] + serial + text[at + 5 :]
    last = text[-1]
    if len(text) != 18 or last not in _CHECK:
        return other
    turned = zip(_WEIGHTS, text, other, strict=False)
    change = sum((int(b) - int(a)) * weight for weight, a, b in turned if a != b)
    return other[:-1] + _CHECK[(_CHECK.index(last) + change) % 11]


def _phone(text: str, k: int) -> str:
    return text[:-8] + _turned(text[-8:], k)


def _address(text: str, k: int) -> str:
    """Another door, in a place whose name ends otherwise."""
    if not k or not text:
        return text
    text = _turned(text, k)
    for rank in _RANKS:
        at = text.find(rank)
        if at > 1:
            return f"{text[: at - 1]}{_PLACES[k % len(_PLACES)]}{text[at:]}"
    return text


def _write(path: Path, columns: list[str], found: Iterator[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns)
        writer.writeheader()
        writer.writerows(found)
