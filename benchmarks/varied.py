"""A register of people several times over, each copy in a county of its own: other names, numbers, telephones
and places with the same slips of the pen, so that copies hold other people as hard to tell apart as the first."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from scoring import rows

from netinv.model.values import parse_date

_WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]
_CHECK = "10X98765432"
_PLACES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
_RANKS = ("县", "区", "镇", "乡", "街道", "村")


def varied(folder: Path, made: Path, times: int) -> Path:
    """Write `made`/data/people.csv, and its truth if `folder` has one."""
    people = list(rows(folder / "data" / "people.csv"))
    characters = sorted({c for row in people for c in row["name"][1:] if "\u4e00" <= c <= "\u9fff"})
    copies = ({**_copy(row, k, names)} for k, names in _alphabets(characters, times) for row in people)
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


def _alphabets(characters: list[str], times: int) -> Iterator[tuple[int, dict[int, str]]]:
    """For each copy which character of a given name stands for which."""
    for k in range(times):
        others = characters[:]
        if k:
            random.Random(k).shuffle(others)
        yield k, str.maketrans(dict(zip(characters, others, strict=True)))


def _copy(row: dict[str, str], k: int, names: dict[int, str]) -> dict[str, str]:
    born = parse_date(row["birth_date"]) if row["birth_date"] else None
    day = f"{born[0][:8]}{_shifted(born[0][8:], k)}" if born and born[1] == "day" else row["birth_date"]
    return {
        **row,
        "record_id": f"{k}{row['record_id']}",
        "name": row["name"][:1] + row["name"][1:].translate(names),
        "id_number": _number(row["id_number"], k),
        "birth_date": day,
        "phones": ";".join(_phone(phone, k) for phone in row["phones"].split(";")),
        "address": _address(row["address"], k),
    }


def _shifted(day: str, k: int) -> str:
    """Another day of the month, the same for the same."""
    return f"{(int(day) - 1 + k) % 28 + 1:02}"


def _number(text: str, k: int) -> str:
    """A number of another area and day; its check digit is as right or wrong as before."""
    if len(text) != 18 or not text[:4].isdigit():
        return text
    day = text[12:14]
    if day.isdigit() and 1 <= int(day) <= 31:
        day = _shifted(day, k)
    other = f"{text[:2]}{(int(text[2:4]) + k * 7) % 100:02}{text[4:12]}{day}{text[14:17]}"
    change = sum(
        (int(a) - int(b)) * weight for a, b, weight in zip(text, other, _WEIGHTS, strict=False) if a != b
    )
    last = text[17]
    return other + (_CHECK[(_CHECK.index(last) - change) % 11] if last in _CHECK else last)


def _phone(text: str, k: int) -> str:
    if len(text) < 11 or not text[-8:].isdigit():
        return text
    return f"{text[:-8]}{(int(text[-8:]) * pow(7919, k, 10**8) + k * 1_234_567) % 10**8:08}"


def _address(text: str, k: int) -> str:
    """The first place that is named gets another last character."""
    if not k or not text:
        return text
    for rank in _RANKS:
        at = text.find(rank)
        if at > 1:
            return f"{text[: at - 1]}{_PLACES[k % len(_PLACES)]}{text[at:]}"
    return _PLACES[k % len(_PLACES)] + text


def _write(path: Path, columns: list[str], found: Iterator[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns)
        writer.writeheader()
        writer.writerows(found)
