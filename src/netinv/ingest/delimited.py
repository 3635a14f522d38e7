"""Delimited text -> records, line by line, so that one broken line costs one line.

Quoting is as RFC 4180 has it. Where a quote is never closed, or a record of several lines has the wrong
number of cells, only its first line is given up and reading goes on at the next: a stray quote does not
swallow the file.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TextIO

CELL_CAP = 1 << 20
"""Characters in one cell. More is no cell but an accident, and would cost memory without bound."""
LINE_CAP = 2 * CELL_CAP
_LINE_END = re.compile(r"\r\n?")
_ATTEMPTS = 64  # of closing one quoted cell, before the line is held to be broken

SEPARATORS = {",": "comma", "\t": "tab", ";": "semicolon"}


@dataclass(frozen=True)
class Broken:
    """A line that is no record: why, and how it begins."""

    zh: str
    en: str
    text: str


class Line(NamedTuple):
    """One physical line, numbered from 1. `cut`: it was longer than LINE_CAP, `text` is its beginning."""

    number: int
    text: str
    cut: bool = False


def lines_of(stream: TextIO) -> Iterator[Line]:
    """Physical lines of a stream that was opened with `newline=""`, none longer than LINE_CAP."""
    number = 0
    while text := stream.readline(LINE_CAP):
        number += 1
        if len(text) < LINE_CAP or text[-1] in "\r\n":
            yield Line(number, text)
            continue
        while (more := stream.readline(LINE_CAP)) and more[-1] not in "\r\n":
            pass
        yield Line(number, text[:200], cut=True)


class Records:
    """Iterate over (line number, cells) of delimited text; a line that is no record comes as `Broken`.

    Set `width` once the header is known: from then on a record with another number of cells is broken.
    Empty cells beyond it, as spreadsheets leave them, are dropped. Blank lines are passed over.
    """

    def __init__(self, lines: Iterator[Line], separator: str) -> None:
        self._lines = lines
        self._separator = separator
        self._back: deque[Line] = deque()
        self.width: int | None = None
        csv.field_size_limit(max(csv.field_size_limit(), LINE_CAP))  # cells are capped here, with a reason

    def __iter__(self) -> Iterator[tuple[int, list[str] | Broken]]:
        while (line := self._next()) is not None:
            number, text, cut = line
            if cut:
                reason = f"一行超过 {LINE_CAP} 个字符", f"a line of more than {LINE_CAP} characters"
                yield number, Broken(*reason, text)
            elif '"' in text:
                yield number, self._quoted(line)
            elif body := text.rstrip("\r\n"):
                cells = body.split(self._separator)
                yield number, cells if len(cells) == self.width else self._checked(cells, body)

    def _next(self) -> Line | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def _checked(self, cells: list[str], text: str) -> list[str] | Broken:
        width = self.width
        if width is None or len(cells) == width:
            return cells
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            return cells[:width]
        return Broken(
            f"这一行有 {len(cells)} 格，表头有 {width} 格",
            f"this line has {len(cells)} cells, the header has {width}",
            text,
        )

    def _quoted(self, first: Line) -> list[str] | Broken:
        """Parse a record with quotes; take in further lines while a quote is open."""
        group = [first]
        cells = self._parse(group)
        attempts, quotes, size = 0, first.text.count('"'), len(first.text)
        while cells is None and attempts < _ATTEMPTS:
            line = self._next()
            if line is None:
                break
            group.append(line)
            size += len(line.text)
            if line.cut or size > LINE_CAP:
                break
            if '"' in line.text:
                quotes += line.text.count('"')
                if quotes % 2 == 0:  # only then can the quote be closed
                    attempts += 1
                    cells = self._parse(group)
        result: list[str] | Broken
        if cells is None:
            result = Broken("引号没有闭合", "a quote is never closed", first.text.rstrip("\r\n"))
        else:
            result = self._checked(cells, first.text.rstrip("\r\n"))
        if isinstance(result, Broken):
            self._back.extendleft(reversed(group[1:]))
        return result

    def _parse(self, group: list[Line]) -> list[str] | None:
        """Cells of the lines as one record, None while a quote is open."""
        texts = [line.text for line in group]
        try:
            cells = next(csv.reader(texts, delimiter=self._separator, strict=True))
        except csv.Error as error:
            if "unexpected end" in str(error):
                return None
            # a quote in the middle of a cell: read it as the spreadsheet programs do
            cells = next(csv.reader(texts, delimiter=self._separator))
        # how a line ends is the file's way, no content: the same file from another system says the same
        return [_LINE_END.sub("\n", cell) if "\r" in cell else cell for cell in cells]
