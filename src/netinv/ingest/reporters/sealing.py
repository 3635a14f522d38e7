"""Rows with a reporter in them -> rows without: columns and text replaced by tokens of the vault.

Everything here happens before a row is staged, quarantined or reported, so nothing behind it can hold
plain values.
"""

import re
from collections.abc import Mapping
from typing import Protocol

from netinv.ingest.layout import Layout
from netinv.ingest.reporters.contacts import contacts_in, normal
from netinv.ingest.reporters.fold import fold
from netinv.ingest.reporters.mask import Secret, cut, secrets_in_cell, spans_in
from netinv.model.tables import TableSpec
from netinv.model.values import reader_of

_NAME = re.compile(r"[一-龥·]{2,4}")


class Sealer(Protocol):
    """The vault: takes a value, gives its token. Equal values of one kind give equal tokens."""

    def seal(self, kind: str, value: str) -> str:
        """Encrypt and keep a value; its token stands for it from now on."""
        ...


class RowSealer:
    """Seals the rows of one file.

    In `leads` every cell is searched for what the reporter says of himself; in any other table only a
    column that looks like a reporter's is sealed, and its values in the row's remarks.
    """

    def __init__(self, table: TableSpec, layout: Layout, vault: Sealer) -> None:
        self._vault = vault
        self._sealed = layout.sealed
        self._listen = table.name == "leads"
        named = {column for ref in table.refs.values() for column in ref.columns}
        self._texts: dict[str, bool] = {}  # column -> whether its cell may stay if it can be read as its type
        for column in layout.columns:
            if column in self._sealed or column == table.id_column or column in named:
                continue
            spec = table.columns.get(column)
            if spec is None or spec.type == "text" or self._listen:
                self._texts[column] = spec is not None and spec.type not in ("text", "id")
        # a name where a time should be: the cells of this row have slipped
        self._dated = [c for c, typed in self._texts.items() if typed and table.columns[c].type == "datetime"]
        self._id = table.id_column if self._listen else ""
        self._readers = {c: reader_of(table.columns[c]) for c, typed in self._texts.items() if typed}

    @property
    def needed(self) -> bool:
        """Whether rows of this file can hold a reporter at all."""
        return self._listen or bool(self._sealed)

    @property
    def free_texts(self) -> frozenset[str]:
        """The columns whose cells may speak of a reporter in any words."""
        return frozenset(column for column, typed in self._texts.items() if not typed)

    def __call__(self, payload: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """The row with tokens, and the row as its identity is derived from: the same in every workspace.

        The second has neither the reporter's columns nor tokens, which differ from workspace to workspace.
        """
        sealed: dict[str, str] = {}
        known: list[Secret] = []
        for column, kind in self._sealed.items():
            if cell := payload.get(column):
                secrets = secrets_in_cell(kind, cell)
                known += secrets
                # a word that names nobody (匿名) is no secret
                sealed[column] = ";".join(self._put(*secret) for secret in secrets) if secrets else cell
        for column in self._dated:
            if _NAME.fullmatch(cell := fold(payload.get(column, "")).strip()):
                known.append(("name", normal("name", cell)))
                known += [(c.kind, c.value) for c in contacts_in(fold(payload.get(self._id, "")))]
        stored: dict[str, str] = {}
        neutral: dict[str, str] = {}
        for column, cell in payload.items():
            if column in self._sealed:
                stored[column] = sealed[column]
                continue
            stored[column] = neutral[column] = cell
            if column == self._id or (column in self._texts and not self._readable(column, cell)):
                # a number of the reporter's may serve as the lead's; whose any other is, nobody can tell
                spans = spans_in(cell, known, self._listen and column != self._id)
                if spans:
                    stored[column] = cut(cell, spans, self._put)
                    neutral[column] = cut(cell, spans, lambda kind, _: f"〔{kind}〕")
        return stored, neutral

    def _readable(self, column: str, cell: str) -> bool:
        reader = self._readers.get(column)
        return reader is not None and reader(cell) is not None

    def _put(self, kind: str, value: str) -> str:
        return self._vault.seal(kind, value)
