"""Header -> which cell is which column, and which cells may hold a reporter's data."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from netinv.model.tables import TableSpec, normal_header

# `被举报人` is the accused: evidence, not a secret. `举报人数` is a count.
_REPORTER = re.compile(
    r"(?<!被)(?:举报|反映|投诉|检举|控告|报案|报警|信访|上访|来信|来访|来电|爆料|申诉|实名|提供线索|线索提供)(?:者|人|群众)(?![数次])"
    r"|来电(?:号码|显示|电话)|回访(?:电话|号码)|回拨"
    r"|(?:^|_)(?:reporter|informant|informer|tipster|whistle_?blower|complainant|caller)(?:s?$|_|\d)"
)
# In `leads` there is nobody else whom such a column could speak of.
_CONTACT = re.compile(
    r"^(?:姓名|名字|签名|署名|落款|联系人.*|联系(?:电话|方式|手机).*|电话.*|手机.*|座机.*|身份证.*|证件号.*|(?:家庭|现|联系)?[住地]址"
    r"|(?:电子)?邮箱|电子邮件|微信.*|qq.*|name|(?:mobile|phone|tel|contact|wechat|e?_?mail|address|id_(?:number|no|card)).*)$"
)
_KINDS = (
    ("id_number", re.compile(r"身份证|证件|id_(?:number|no|card)")),
    ("phone", re.compile(r"电话|手机|座机|号码|联系方式|回拨|来电显示|phone|mobile|tel|contact")),
    ("email", re.compile(r"邮箱|邮件|mail")),
    ("account", re.compile(r"微信|qq|账号|wechat|account")),
    ("address", re.compile(r"[住地]址|address")),
    (
        "name",
        re.compile(
            r"(?:者|人|群众)\d*$|姓名|名字|签名|署名|落款|name|(?:reporter|informant|caller|tipster)s?\d*$"
        ),
    ),
)


@dataclass(frozen=True)
class Layout:
    """`columns` names each cell's column in the payload: canonical, or for an extra column its own header.

    `known` counts the columns of the contract. `sealed` maps the columns whose cells go to the vault to
    the kind of value they hold. `repeated` lists headers that name a column a second time; they are kept
    as extra columns.
    """

    columns: tuple[str, ...]
    known: int
    unknown: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    sealed: dict[str, str] = field(default_factory=dict)


def layout_of(table: TableSpec, header: Sequence[str]) -> Layout:
    """Read a header line."""
    columns: dict[str, int] = {}  # name -> how many columns have it
    unknown: list[str] = []
    repeated: list[str] = []
    sealed: dict[str, str] = {}
    for position, text in enumerate(header, start=1):
        column = table.column_of(text)
        name = column or text.strip() or f"column_{position}"
        if name in columns:
            repeated.append(text.strip())
            columns[name] += 1
            name = f"{name}#{columns[name]}"
        elif column is None and text.strip():
            unknown.append(text.strip())
        if column is None or name != column or column.startswith("reporter_"):
            kind = sealed_kind(table, text if column is None else column)
            if kind is not None:
                sealed[name] = kind
        columns[name] = columns.get(name, 0) + 1
    known = sum(1 for name in columns if name in table.columns)
    return Layout(tuple(columns), known, tuple(unknown), tuple(repeated), sealed)


def is_reporters(header: str) -> bool:
    """Whether a header says that the column is a reporter's, whatever the table."""
    return _REPORTER.search(normal_header(header)) is not None


def sealed_kind(table: TableSpec, header: str) -> str | None:
    """What a reporter's column holds (name, phone, id_number, …, other); None for every other column."""
    normal = normal_header(header)
    if not _REPORTER.search(normal) and not (table.name == "leads" and _CONTACT.search(normal)):
        return None
    return next((kind for kind, pattern in _KINDS if pattern.search(normal)), "other")
