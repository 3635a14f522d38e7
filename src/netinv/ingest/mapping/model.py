"""A mapping file: read, checked, and complained of with its line."""

import difflib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from netinv.ingest.layout import is_reporters
from netinv.model.errors import UsageError
from netinv.model.tables import TABLES, TableSpec
from netinv.model.yaml_lines import validated


def _word(value: object) -> object:
    """YAML reads 1, no and 2023-05-01 as numbers, truth and days; in a mapping they are words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _words(value: object) -> object:
    return {_word(k): v for k, v in value.items()} if isinstance(value, dict) else value


def _several(value: object) -> object:
    return [_word(each) for each in value] if isinstance(value, list) else [_word(value)]


Word = Annotated[str, BeforeValidator(_word)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Target(_Strict):
    """Where a column goes, and how its cells change on the way."""

    field: Word
    values: Annotated[dict[str, Word], BeforeValidator(_words)] = {}
    """Cell -> what is written instead; other cells stay."""
    format: Word = ""
    """How dates are written, as for `strptime`: `%d/%m/%Y`."""


def _target(value: object) -> object:
    return value if isinstance(value, dict | Target) else {"field": value}


class _FieldError(ValueError):
    """What is wrong, and where in its entry."""

    def __init__(self, text: str, *path: str) -> None:
        super().__init__(text)
        self.path = path


class Entry(_Strict):
    """One table fed by the files of one name or pattern; `sheet` behind `#` for workbooks."""

    file: Word
    table: Word
    columns: Annotated[
        dict[str, Annotated[Target, BeforeValidator(_target)]], BeforeValidator(_words), Field(min_length=1)
    ]
    origin: Word = ""
    where: Annotated[dict[str, Annotated[list[str], BeforeValidator(_several)]], BeforeValidator(_words)] = {}
    constants: dict[str, Word] = {}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        table = table_named(self.table)
        if table is None:
            names = [name for each in TABLES.values() for name in (each.name, each.zh)]
            raise _FieldError(_unknown("表", "table", self.table, names), "table")
        for source, target in self.columns.items():
            field = self._field(table, target.field, "columns", source)
            if is_reporters(source) and not field.startswith("reporter_"):
                raise _FieldError(
                    f"“{source}”像是举报人的列，只能对应 reporter_… 字段，或不写（会自动密封）/ "
                    f"column {source} looks like the reporter's: map it to a reporter_… field, or leave it "
                    "out (it is sealed)",
                    "columns",
                    source,
                )
        for field in self.constants:
            self._field(table, field, "constants", field)
        return self

    @staticmethod
    def _field(table: TableSpec, field: str, *path: str) -> str:
        column = table.column_of(field)
        if column is None:
            what = f"“{table.zh}”表的字段", f"field of {table.name}"
            raise _FieldError(_unknown(*what, field, table.columns), *path)
        return column

    @property
    def spec(self) -> TableSpec:
        """The table that is fed."""
        found = table_named(self.table)
        assert found is not None, "checked when it was read"
        return found


class Mapping(_Strict):
    """A whole mapping file. `path` is for what is said of it."""

    files: list[Entry] = Field(min_length=1)


def table_named(name: str) -> TableSpec | None:
    """A table by its English or Chinese name."""
    return TABLES.get(name) or next((table for table in TABLES.values() if table.zh == name), None)


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file. UsageError names the file, the line, and what to do."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"对照文件 {path} 读不出：{error} / cannot read the mapping {path}: {error}"
        ) from error
    return validated(Mapping, text, path.name, "files")[0]


def _unknown(zh: str, en: str, name: str, known: Any) -> str:
    near = ", ".join(difflib.get_close_matches(name, [str(each) for each in known], 3, 0.5))
    like = (f"，是否指 {near}", f"; did you mean {near}?") if near else ("", "")
    return f"没有这个{zh}：{name}{like[0]} / there is no {en} {name}{like[1]}"
