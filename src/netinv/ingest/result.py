"""What an import did, file by file, for people and for scripts."""

from pydantic import BaseModel, computed_field

from netinv.model.tables import TABLES


class FileReport(BaseModel):
    """One file. `table` is None for a file that was not read; the notes then say why.

    `rows` counts records found, quarantined ones included. `quarantined` counts rows that could not be
    used, `unreadable_cells` cells of used rows.
    """

    file: str
    table: str | None = None
    origin: str = ""
    encoding: str = ""
    separator: str = ""
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    barred: int = 0
    retracted: int = 0
    quarantined: int = 0
    unreadable_cells: int = 0
    unknown_columns: list[str] = []
    repeated_columns: list[str] = []
    sealed_columns: list[str] = []
    note_zh: str = ""
    note_en: str = ""


class ImportReport(BaseModel):
    """All files of one call, which are one batch."""

    files: list[FileReport]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def rows(self) -> int:
        """Records found in all files."""
        return sum(file.rows for file in self.files)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def new(self) -> int:
        """Records not known before."""
        return sum(file.new for file in self.files)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def changed(self) -> int:
        """Records with a new version."""
        return sum(file.changed for file in self.files)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def same(self) -> int:
        """Records that were known with this content."""
        return sum(file.same for file in self.files)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def retracted(self) -> int:
        """Records that a full snapshot lacked."""
        return sum(file.retracted for file in self.files)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def quarantined(self) -> int:
        """Rows that could not be used."""
        return sum(file.quarantined for file in self.files)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def unreadable_cells(self) -> int:
        """Cells that could not be read, in rows that could."""
        return sum(file.unreadable_cells for file in self.files)

    def text(self, lang: str = "zh") -> str:
        """The report in Chinese (`zh`) or English (`en`), one line a file."""
        zh = lang != "en"
        return "\n".join([_total(self, zh), *(_line(file, zh) for file in self.files)])


def _counts(item: "FileReport | ImportReport", zh: bool) -> list[str]:
    words = (
        ("new", "新增", "new"),
        ("changed", "变更", "changed"),
        ("same", "未变", "same"),
        ("retracted", "撤回", "retracted"),
        ("barred", "曾撤回或清除，不再收", "withdrawn or expunged earlier"),
        ("quarantined", "隔离", "quarantined"),
        ("unreadable_cells", "读不出的格", "unreadable cells"),
    )
    parts = []
    for name, chinese, english in words:
        number = getattr(item, name, 0)
        if number or name == "new":
            parts.append(f"{chinese} {number}" if zh else f"{number} {english}")
    return parts


def _total(report: ImportReport, zh: bool) -> str:
    read = sum(1 for file in report.files if file.table)
    parts = _counts(report, zh)
    if zh:
        return f"读入 {read} 个文件，{report.rows} 行：" + "，".join(parts)
    return f"{read} files read, {report.rows} rows: " + ", ".join(parts)


def _line(file: FileReport, zh: bool) -> str:
    note = file.note_zh if zh else file.note_en
    if file.table is None:
        return f"  {file.file}：{note}" if zh else f"  {file.file}: {note}"
    name = TABLES[file.table].zh if zh else file.table
    parts = [f"{file.rows} 行" if zh else f"{file.rows} rows", *_counts(file, zh)]
    for columns, chinese, english in (
        (file.unknown_columns, "未知列（照存）", "unknown columns (kept)"),
        (file.repeated_columns, "重复列（照存）", "repeated columns (kept)"),
        (file.sealed_columns, "已密封的列", "sealed columns"),
    ):
        if columns:
            parts.append(f"{chinese if zh else english} {'、'.join(columns) if zh else ', '.join(columns)}")
    if note:
        parts.append(note)
    body = ("，" if zh else ", ").join(parts)
    if zh:
        return f"  {file.file}（{name}，{file.encoding}）：{body}"
    return f"  {file.file} ({name}, {file.encoding}): {body}"
