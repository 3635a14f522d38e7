"""An office's own rule: read from its file and checked, so that a mistake is told with its line."""

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
import yaml

from netinv.model.errors import UsageError
from netinv.model.rules import Rule
from netinv.model.yaml_lines import complaint, line_of, validated

COLUMNS = {
    "official": "VARCHAR",
    "gang_id": "VARCHAR",
    "party": "VARCHAR",
    "at": "TIMESTAMP",
    "weight": "DOUBLE",
    "records": "VARCHAR[]",
    "path": "VARCHAR[]",
}
"""What a rule's SELECT gives. `amount` may stand beside it; nothing else is read."""

_MAY_BE = {
    "TIMESTAMP": r"TIMESTAMP.*|DATE",
    "DOUBLE": r"DOUBLE|FLOAT|DECIMAL.*|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?",
    "VARCHAR[]": r"VARCHAR\[\]|(INTEGER|\"NULL\")\[\]",
    "VARCHAR": r"VARCHAR",
}
_BY_CHANCE = re.compile(
    r"\b(random|uuid|setseed|now|today|current_(?:date|time|timestamp)|get_current_\w+)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class OwnRule:
    """A rule with the file it stands in. `first` is the line on which its SELECT begins."""

    rule: Rule
    file: str
    first: int

    def wrong(self, zh: str, en: str, line: int | None = None) -> UsageError:
        """The error to raise; `line` is counted within the SELECT, from 1."""
        return complaint(self.file, self.first + (line or 1) - 1, zh, en)


def read_rule(path: Path) -> OwnRule:
    """Read a rule's file. UsageError names the file, the line, and what to do."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"规则文件 {path} 读不出：{error} / cannot read the rule {path}: {error}") from error
    rule, node = validated(Rule, text, path.name, "id")
    own = OwnRule(rule, path.name, line_of(node, ["select"]) + (1 if _is_block(node) else 0))
    if found := _BY_CHANCE.search(re.sub(r"--[^\n]*", "", rule.select)):
        raise own.wrong(
            f"{found[0]} 会使同样的记录每次得出不同结果，请以记录中的日期代替（如 latest 表）",
            f"with {found[0]} the same records would say something else every time; "
            "use a date of the records (such as table latest)",
            rule.select[: rule.select.find(found[0])].count("\n") + 1,
        )
    return own


def check(own: OwnRule, views: duckdb.DuckDBPyConnection) -> None:
    """Run the SELECT. UsageError where it is no single SELECT, cannot be run, or lacks a column."""
    try:
        statements = duckdb.extract_statements(own.rule.select)
        if [s.type for s in statements] != [duckdb.StatementType.SELECT]:
            raise own.wrong(
                "select 应是一条 SELECT 语句，不多也不少", "select must be one SELECT, no more and no less"
            )
        views.execute(own.rule.select)
        given = {row[0]: row[1] for row in views.execute(f"DESCRIBE {own.rule.select}").fetchall()}
    except duckdb.Error as error:
        raise own.wrong(*_said(error)) from error
    for name, wanted in COLUMNS.items():
        if name not in given:
            known = ", ".join(COLUMNS)
            raise own.wrong(
                f"SELECT 缺少列 {name}；应给出 {known}，没有的写 NULL AS {name}",
                f"the SELECT lacks column {name}; it gives {known}; NULL AS {name} where there is none",
            )
        # a column of NULLs alone has the type INTEGER or "NULL"
        if not re.fullmatch(_MAY_BE[wanted], given[name]) and given[name] not in ("INTEGER", '"NULL"'):
            raise own.wrong(
                f"列 {name} 应是 {wanted}，现为 {given[name]}，请用 CAST({name} AS {wanted})",
                f"column {name} must be {wanted} and is {given[name]}; use CAST({name} AS {wanted})",
            )


def _said(error: duckdb.Error) -> tuple[str, str, int | None]:
    """DuckDB's words, and the line of the SELECT that it names."""
    text = str(error)
    found = re.search(r"LINE (\d+):", text)
    said = text.split("\n\nLINE")[0].strip()
    return f"SELECT 不能执行：{said}", f"the SELECT cannot be run: {said}", int(found[1]) if found else None


def _is_block(root: yaml.Node | None) -> bool:
    """Whether the SELECT is written as `select: |`, on the lines below."""
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return any(key.value == "select" and value.style in ("|", ">") for key, value in pairs)
