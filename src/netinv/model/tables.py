"""The tables of the data contract as data: files, columns, references, enums, in both languages.

Everything is read from `tables.yaml` once. Ingest maps headers and checks cells with it, faces take the
Chinese words of columns and codes from it, so a word is translated in one place only.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from netinv.model.shipped import shipped

COLUMN_TYPES = ("text", "date", "datetime", "number", "integer", "bool", "multi", "enum", "id")


@dataclass(frozen=True)
class ColumnSpec:
    """One column. `enum` maps code to its Chinese label; `codes` maps every accepted spelling to its code.

    `minimum` and `maximum` bound a number, both included; None is no bound.
    """

    name: str
    zh: str | None
    type: str = "text"
    enum: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class RefSpec:
    """One group of columns that names a person or an organisation.

    `person` and `organization` map a mention field to the column that holds it; an empty map means that this
    reference is never of that kind. `prefix` is "" for the row itself.
    """

    prefix: str
    zh: str
    person: Mapping[str, str]
    organization: Mapping[str, str]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All its columns, each once."""
        return tuple(self.feeds)

    @cached_property
    def feeds(self) -> dict[str, tuple[tuple[bool, str], ...]]:
        """Column -> the mention fields it feeds, each with whether it is a person's."""
        feeds: dict[str, tuple[tuple[bool, str], ...]] = {}
        for is_person, fields in ((True, self.person), (False, self.organization)):
            for mention_field, column in fields.items():
                feeds[column] = (*feeds.get(column, ()), (is_person, mention_field))
        return feeds


@dataclass(frozen=True)
class TableSpec:
    """One file of the contract.

    `headers` maps every accepted header, as `normal_header` writes it, to its column. `must_name`: a row
    without any mention cannot be used. `needs`: of these columns at least one must be filled. `numbers`:
    an end of a call may be known by its number alone.
    """

    name: str
    zh: str
    id_column: str
    columns: Mapping[str, ColumnSpec]
    refs: Mapping[str, RefSpec]
    headers: Mapping[str, str]
    must_name: bool = False
    needs: tuple[str, ...] = ()
    numbers: bool = False

    def column_of(self, header: str) -> str | None:
        """Canonical column of a header, or None if the contract does not know it."""
        for form in header_forms(header):
            if form in self.headers:
                return self.headers[form]
        return None


def normal_header(text: str) -> str:
    """A header as it is compared: compatibility forms folded, lower case, no stars, colons and blanks."""
    folded = unicodedata.normalize("NFKC", text).strip().strip("*:").strip().lower()
    folded = folded.replace("\ufeff", "").replace("\u200b", "")
    return re.sub(r"[\s-]+", "_" if folded.isascii() else "", folded)


def header_forms(text: str) -> Iterator[str]:
    """The header as compared, then without a remark in brackets: `手机号（必填）` is `手机号`."""
    whole = normal_header(text)
    yield whole
    bare = normal_header(re.sub(r"[(\[【].*?[)\]】]", "", unicodedata.normalize("NFKC", text)))
    if bare and bare != whole:
        yield bare


def _load() -> dict[str, TableSpec]:
    data = shipped("netinv.model", "tables.yaml")
    return {name: _table(name, body, data["reference"]) for name, body in data["tables"].items()}


def _table(name: str, body: dict[str, Any], reference: dict[str, Any]) -> TableSpec:
    items = [next(iter(item.items())) for item in body["columns"]]
    written = {key for key, _ in items if key != "ref"}
    columns: dict[str, ColumnSpec] = {}
    headers: dict[str, str] = {}
    later: list[tuple[str, list[str]]] = []  # headers of expansions yield to those of written columns
    refs: dict[str, RefSpec] = {}
    for key, value in items:
        if key == "ref":
            refs[value["prefix"]] = _expand(value, reference, written, columns, later)
            continue
        spec = {"zh": value} if isinstance(value, str) else value
        columns[key] = _column(key, spec)
        later.insert(0, (key, []))
        _claim(headers, key, [key, spec["zh"]])
    for key, value in items:
        if key != "ref" and isinstance(value, dict):
            _claim(headers, key, value.get("also", []))
    for key, also in later:
        _claim(headers, key, also)
    if "organization" in body or "person" in body:
        refs[""] = _own(refs.get(""), body)
    return TableSpec(
        name=name,
        zh=body["zh"],
        id_column=body.get("id", "record_id"),
        columns=MappingProxyType(columns),
        refs=MappingProxyType(refs),
        headers=MappingProxyType(headers),
        must_name=body.get("names") == "required",
        needs=tuple(body.get("needs", ())),
        numbers=bool(body.get("numbers", False)),
    )


def _column(name: str, spec: dict[str, Any]) -> ColumnSpec:
    labels: dict[str, str] = {}
    codes: dict[str, str] = {}
    for code, words in spec.get("enum", {}).items():
        spellings = [words] if isinstance(words, str) else words
        labels[code] = spellings[0]
        for word in (code, *spellings):
            codes[unicodedata.normalize("NFKC", word).lower()] = code
    kind = spec.get("type", "text")
    if kind not in COLUMN_TYPES:
        raise ValueError(f"tables.yaml: column {name} has unknown type {kind}")
    return ColumnSpec(
        name,
        spec.get("zh"),
        kind,
        MappingProxyType(labels),
        MappingProxyType(codes),
        spec.get("min"),
        spec.get("max"),
    )


def _expand(
    ref: dict[str, Any],
    reference: dict[str, Any],
    written: set[str],
    columns: dict[str, ColumnSpec],
    later: list[tuple[str, list[str]]],
) -> RefSpec:
    """Add the columns of a reference, and say which mention field each of them feeds."""
    prefix, words = ref["prefix"], [ref.get("zh", ""), *ref.get("also", [])]
    maps: dict[str, dict[str, str]] = {"person": {}, "organization": {}}
    for kind in ref.get("kinds", ("person", "organization")):
        for mention_field, spec in reference[kind].items():
            suffix = spec["column"]
            # `people` holds several numbers a row, its column is called phones
            name = "phones" if suffix == "phone" and not prefix and "phones" in written else suffix
            name = f"{prefix}_{name}" if prefix else name
            maps[kind][mention_field] = name
            headers = [word + suffix_zh for word in words for suffix_zh in spec["zh"] if word + suffix_zh]
            english = [f"{prefix}_{s}" if prefix else s for s in (suffix, *spec.get("also", ()))]
            if name not in written:
                columns[name] = ColumnSpec(name, headers[0], spec.get("type", "text"))
            later.append((name, english + headers))
    return RefSpec(prefix, words[0], MappingProxyType(maps["person"]), MappingProxyType(maps["organization"]))


def _own(ref: RefSpec | None, body: dict[str, Any]) -> RefSpec:
    """The reference of the row itself with the columns that the table states on its own."""
    person = dict(ref.person) if ref else {}
    person.update(body.get("person", {}))
    organization = dict(body.get("organization", ref.organization if ref else {}))
    return RefSpec("", ref.zh if ref else "", MappingProxyType(person), MappingProxyType(organization))


def _claim(headers: dict[str, str], column: str, texts: Iterable[str]) -> None:
    for text in texts:
        headers.setdefault(normal_header(text), column)


TABLES: dict[str, TableSpec] = _load()
"""Every table of the contract by name, in contract order."""
