"""A mapping file: read, checked, and complained of with its line."""

import difflib
from collections.abc import Mapping as Map
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from netinv.ingest.layout import is_reporters
from netinv.model.errors import UsageError
from netinv.model.tables import TABLES, TableSpec


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
    try:
        node, content = yaml.compose(text), yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _complaint(path, mark.line + 1 if mark else 1, "不是正确的 YAML", "this is no YAML") from error
    try:
        return Mapping.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        zh, en = _said(first)
        inner = getattr(first.get("ctx", {}).get("error"), "path", ())
        raise _complaint(path, _line(node, (*first["loc"], *inner)), zh, en) from error


def _complaint(path: Path, line: int, zh: str, en: str) -> UsageError:
    return UsageError(f"{path.name} 第 {line} 行：{zh} / {path.name}, line {line}: {en}")


def _said(error: Map[str, Any]) -> tuple[str, str]:
    where = ".".join(str(part) for part in error["loc"])
    kind = error["type"]
    if kind == "value_error":
        zh, _, en = str(error["ctx"]["error"]).partition(" / ")
        return zh, en
    if kind == "missing":
        return f"缺少 {where}", f"{where} is missing"
    if kind == "extra_forbidden":
        return f"不认识 {where}，请删去或改正", f"{where} is not known: take it out or correct it"
    if not where:
        return "应以 files: 开头", "it must begin with `files:`"
    return f"{where} 写法不对", f"{where} is not written as it should be ({error['msg']})"


def _line(node: yaml.Node | None, path: Sequence[int | str]) -> int:
    """The line of the innermost node on a way through the file."""
    for step in path:
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if str(pair[0].value) == str(step)), None)
            if found is None:
                break
            node = found[1] if not isinstance(found[1], yaml.ScalarNode) else found[0]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            break
    return node.start_mark.line + 1 if node is not None else 1


def _unknown(zh: str, en: str, name: str, known: Any) -> str:
    near = ", ".join(difflib.get_close_matches(name, [str(each) for each in known], 3, 0.5))
    like = (f"，是否指 {near}", f"; did you mean {near}?") if near else ("", "")
    return f"没有这个{zh}：{name}{like[0]} / there is no {en} {name}{like[1]}"
