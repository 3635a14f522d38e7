"""A sitting over the queue: one pair after the other, every answer on disk before the next is asked."""

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from netinv.access.viewer import Viewer
from netinv.cli.pairs import Lines
from netinv.model.errors import NetinvError
from netinv.model.review import Consequences, Doubtful
from netinv.workspace.review import Review

SAME, DIFFERENT, UNSURE, SKIP, UNDO, QUIT = "s", "d", "u", "k", "z", "q"
VERDICTS = {SAME: "same", DIFFERENT: "different", UNSURE: "unsure"}


class Session:
    """Asks, writes, undoes. Answers come from the terminal, or line by line from wherever stdin leads."""

    def __init__(self, review: Review, viewer: Viewer, lines: Lines) -> None:
        self._review = review
        self._viewer = viewer
        self._lines = lines
        self._out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
        self._made: list[tuple[int, int]] = []  # (place in the queue, decision)

    def run(self, limit: int) -> None:
        """Go through the queue until it ends, or the person does."""
        queue = self._review.queue(self._viewer, limit)
        if not queue:
            self._say("没有存疑的身份", "there is no doubtful pair")
            return
        place = 0
        try:
            while place < len(queue):
                place = self._ask(queue, place)
        except (KeyboardInterrupt, EOFError):
            self._out.print()
        count = len(self._made)
        self._say(f"已写入 {count} 次决定", f"{count} decisions are written")
        for said in self._review.learnt(self._viewer):
            self._out.print(self._lines.of(said), markup=False)
        if count:
            self._out.print(self._lines.next_step(), markup=False)

    def _ask(self, queue: Sequence[Doubtful], place: int) -> int:
        """Ask about one pair. Returns the place of the next."""
        pair = queue[place]
        if self._review.asked(self._viewer, pair):
            return place + 1
        self._show(pair, f"{place + 1}/{len(queue)}")
        while True:
            answer = self._input(
                "同一 s · 不同 d · 存疑 u · 跳过 k · 撤销 z · 退出 q：",
                "same s · different d · unsure u · skip k · undo z · quit q: ",
            ).lower()
            if answer == QUIT:
                return len(queue)
            if answer == SKIP:
                return place + 1
            try:
                if answer == UNDO:
                    return self._undo(place)
                if answer in VERDICTS and self._decide(pair, VERDICTS[answer], place):
                    return place + 1
            except NetinvError as error:  # say why, and ask again: nothing was written
                self._out.print(str(error), markup=False)

    def _decide(self, pair: Doubtful, verdict: str, place: int) -> bool:
        """Say what an answer does, ask why, write it. False where the person thinks better of it."""
        (said,) = self._review.foresee(self._viewer, [pair], verdict)
        force = self._confirmed(said)
        if force is None:
            return False
        words = self._lines.say("逐项比对后认定", "compared field by field")
        reason = self._input(f"理由（回车：{words}）：", f"why (Enter: {words}): ") or words
        made = self._review.answer(self._viewer, [pair], verdict, reason, force)
        self._made.append((place, made.decision))
        self._say(f"已写入第 {made.decision} 号决定", f"decision {made.decision} is written")
        return True

    def _confirmed(self, said: Consequences) -> bool | None:
        """Whether to force: False where nothing speaks against it, None where the person leaves it."""
        for line in self._lines.consequences(said):
            self._out.print(line, markup=False)
        if not said.conflicts:
            return False
        if not said.forceable:
            self._say("须先撤销该判定", "undo that judgement first")
            return None
        answer = self._input("仍要判为同一？输入 yes：", "hold them to be the same all the same? Type yes: ")
        return True if answer.lower() == "yes" else None

    def _undo(self, place: int) -> int:
        """Take back the last decision of this sitting and ask about that pair again."""
        if not self._made:
            self._say("本次还没有写入决定", "nothing was written in this sitting yet")
            return place
        place, decision = self._made.pop()
        self._review.undo(self._viewer, decision)
        self._say(f"已撤销第 {decision} 号决定", f"decision {decision} is taken back")
        return place

    def _show(self, pair: Doubtful, count: str) -> None:
        lines = self._lines
        self._out.print(f"\n— {count} — {lines.asked(pair)}", markup=False)
        rows = lines.side_by_side(pair.left, pair.right)
        weights = lines.comparisons(pair.left.kind, pair.comparisons)
        if self._out.is_terminal:
            self._table(("", lines.say("左", "left"), lines.say("右", "right")), rows)
            head = lines.say("比较项|左|右|一致程度|权重（比特）", "comparison|left|right|agreement|bits")
            self._table(head.split("|"), weights)
        else:
            for row in (*rows, *weights):
                self._out.print(" | ".join(row), markup=False)
        self._out.print(lines.alerts(pair.alerts), markup=False)

    def _table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        table = Table(show_lines=False)
        for column in head:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(Styled(cell) for cell in row))
        self._out.print(table)

    def _say(self, zh: str, en: str) -> None:
        self._out.print(self._lines.say(zh, en), markup=False)

    def _input(self, zh: str, en: str) -> str:
        self._out.print(self._lines.say(zh, en), markup=False, end="")
        return input().strip()
