"""The tables in docs/ that say what the code and the YAML hold, written from these so that they stay true.

    python tools/doc_tables.py          # writes them; `make docs` does this
    tests/house/test_docs.py            # fails where one differs

A table stands between `<!-- table: name -->` and `<!-- end -->`; a page called *.zh-CN.md gets it in Chinese.
"""

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from netinv.detect import chance, grades, interval, lookalikes, score, screen, supervision, term
from netinv.graph.neo4j.questions import questions
from netinv.model.alerts import Family, Text
from netinv.model.rules import explanations, rules
from netinv.resolve import (
    ages,
    blocks,
    by_chance,
    calibration,
    candidates,
    comparisons,
    evidence,
    fellegi_sunter,
    odds,
    payers,
    persons,
    placing,
    strangers,
    surroundings,
    weights,
)
from netinv.resolve.name_levels import NameLevel

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"(<!-- table: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
FAMILIES = {
    Family.TIE: Text(zh="关系", en="tie"),
    Family.BENEFIT: Text(zh="利益", en="benefit"),
    Family.ACT: Text(zh="行为", en="act"),
    Family.LINK: Text(zh="关联", en="link"),
}
MATURITY = {"draft": "初拟", "tried": "试过", "proven": "验证"}


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    lines = [list(head), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def of_rules(zh: bool) -> str:
    """All rules, family by family."""
    order = list(FAMILIES)
    found = sorted(rules().values(), key=lambda r: (order.index(r.family), r.id))
    if zh:
        return table(
            ("规则", "类别", "含义", "权重", "半值", "成熟度", "为何如此"),
            (
                (f"`{r.id}`", FAMILIES[r.family].zh, r.label.zh, f"{r.weight:g}", f"{r.half:g}",
                 MATURITY[r.maturity], r.reason.zh)
                for r in found
            ),
        )  # fmt: skip
    return table(
        ("rule", "family", "says", "weight", "half", "maturity", "why it weighs so"),
        (
            (f"`{r.id}`", FAMILIES[r.family].en, r.label.en, f"{r.weight:g}", f"{r.half:g}", r.maturity,
             r.reason.en)
            for r in found
        ),
    )  # fmt: skip


def of_explanations(zh: bool) -> str:
    """All innocent readings: what is looked up, what it leaves, what it covers."""
    return table(
        ("代码", "查什么", "查到后保留", "涉及规则") if zh else ("code", "looked up", "leaves", "covers"),
        (
            (
                f"`{e.code}`",
                e.label.zh if zh else e.label.en,
                f"{e.keeps:.0%}",
                ", ".join(f"`{r}`" for r in e.covers),
            )
            for e in explanations().values()
        ),
    )


def of_score(zh: bool) -> str:
    """The numbers that turn signals into an alert."""
    caps = {f"CAPS[{family.name}]": (family, cap) for family, cap in score.CAPS.items()}
    rows: list[tuple[str, str, str, str]] = [
        *(
            (name, f"{cap:g}", f"“{FAMILIES[f].zh}”类最多加多少（自然对数）", f"nats that family {f} may add at most")
            for name, (f, cap) in caps.items()
        ),
        ("LEAST", f"{score.LEAST:g}", "一类要算作两类之一，至少要有多少", "nats a family needs to count as one of the two"),
        ("TOO_LATE", f"{score.TOO_LATE.days}", "行为全部早于最初的往来或利益多少天，就谈不上回报",
         "days by which acts may come before the first dealing or benefit and still be a service for it"),
        ("COUNTIES", f"{chance.COUNTIES}", "每个团伙有多少个相似对照", "look-alikes of each gang"),
        ("NEAREST", f"{lookalikes.NEAREST}", "每名成员的替身从多少个最相像的人中抽取",
         "people most like a member of whom the stand-in is drawn"),
        ("PRIOR", f"1/{1 / chance.PRIOR:.0f}", "任意一对在看任何记录之前是保护伞的可能性（a 的先验）",
         "chance that any pair is an umbrella before any record speaks: the prior of a"),
        ("MOST", f"{chance.MOST:g}", "可能性的上限", "no alert is surer"),
        ("STATED", " · ".join(f"{v:.2f}" for v in chance.STATED), "a、b 和 log c 的先验值",
         "stated values of a, b and log c"),
        ("SPREAD", " · ".join(f"{v:g}" for v in chance.SPREAD), "它们可偏离多少（一个标准差）",
         "how far these may lie off (one standard deviation)"),
        *(
            (f"worth({grade})", f"{grades.worth(grade):.2f}", f"来源等级为 {grade} 的事实按多少倍计", f"times that a fact counts whose source has grade {grade}")
            for grade in "ABCDEF"
        ),
        ("DRAWS", f"{interval.DRAWS}", "区间取自多少次重抽", "draws of the records behind an interval"),
        ("COVERED", f"{interval.COVERED:g}", "区间包含多少比例的重抽", "share of the draws that it holds"),
        ("LEVEL", f"{supervision.LEVEL}", "监督摘要所计的人中，至多有这样大的一部分可由巧合出现", "share of those counted in the supervision summary that chance may show at most"),
        ("FEWEST", f"{supervision.FEWEST}", "承办人少于此数的单位合并计数", "handlers of a unit that is counted alone, at least"),
        ("EXPIRES_AFTER", f"{term.EXPIRES_AFTER.days}", "最近一次有新依据之后多少天，预警失效", "days after its last new evidence on which an alert expires"),
        ("CERTAIN", f"{screen.CERTAIN:g}", "拟任人选由周围人事归位时，标记所需的把握",
         "how sure a placing by surroundings must be for a candidate to be flagged"),
    ]  # fmt: skip
    return numbers(rows, zh)


def of_resolve(zh: bool) -> str:
    """The numbers that decide who is who."""
    written = candidates.WRITTEN
    rows: list[tuple[str, str, str, str]] = [
        ("WIDEST", f"{blocks.WIDEST}", "一个值若有更多不同的人共用，就不再据以成块",
         "distinct bearers of one value above which it makes no block"),
        ("RANDOM_PAIRS", f"{by_chance.RANDOM_PAIRS:,}", "每一项用来数偶然相同的随机对",
         "random pairs over which chance agreement is counted, of each field"),
        ("GRAIN", f"1/{1 / odds.GRAIN:.0f}", "学得的比特精确到多少", "bits to which what is learnt is stated"),
        ("ROUNDS", f"{fellegi_sunter.ROUNDS}", "EM 的轮数", "rounds of EM"),
        ("PRIOR_PAIRS", f"{by_chance.PRIOR_PAIRS:g}", "先验相当于多少对", "pairs that the stated priors are worth"),
        ("WEIGHT_CAP", f"{fellegi_sunter.WEIGHT_CAP:g}", "单项比较最多多少比特", "bits no single comparison may exceed"),
        ("ACCEPT", f"{persons.ACCEPT:g}", "一对合并所需的后验概率", "posterior probability that a pair needs"),
        ("HOUSEHOLD", f"{fellegi_sunter.HOUSEHOLD:g}", "一家人也会有的相同最多多少比特（后验）",
         "bits (posterior) that a pair can reach which two of one house would show as well"),
        ("REPEATED", f"{blocks.REPEATED:g}", "证件号（或姓名连同出生日期）重复的比例达到多少，登记表就算会重复登记",
         "share of a register's numbers, or names with birth dates, that stand in it twice, from which on it lists people twice"),
        ("NAMES_EACH", f"{blocks.NAMES_EACH}", "这种登记表中，平均每个提及最多比较多少对仅姓名相近的",
         "pairs by name alone, a mention, which such a register may give to compare"),
        ("CROWD", f"{surroundings.CROWD}", "一场聚会或一件案件超过多少人，同在其中就不说明什么",
         "people at one event or case above which being there together says nothing"),
        ("CIRCLES", " · ".join(f"{n}" for n in surroundings.CIRCLES),
         "同某人一起出现过的人和事物达到多少，就算交往广、很广：与这样的人，谁都可能偶然有共同相识者",
         "others and things that somebody is recorded with from which on the circle is wide, and very wide"),
        ("WRITTEN", " · ".join(f"{level.name.lower()} {share:g}" for level, share in written.items()),
         "一个人有多少时候会被这样写；后两项只就有绰号而记录未写明的人而言",
         "how often a person is written so; the last two of those who go by a nickname that no record states"),
        ("USUAL", " · ".join(f"{some:g} of {every:g}" for some, every in candidates.USUAL),
         "数有多少人有绰号时，给团伙成员和其他人各加多少人",
         "people added to the members of gangs, and to others, when it is counted how many go by a nickname"),
        ("TOLD_OTHER", f"{evidence.TOLD_OTHER:g}", "材料说明的姓氏与候选人不同时的比特",
         "bits where the record tells another surname than the candidate's"),
        ("PRIOR_MENTIONS", f"{weights.PRIOR_MENTIONS:g}", "周围人事的先验相当于多少次提及",
         "mentions that the priors of surroundings are worth"),
        ("PRIOR_IN_ROLE", f"{strangers.PRIOR_IN_ROLE:g}", "某一角色中陌生人的比例，其先验相当于多少次提及",
         "mentions that the share of strangers among all is worth against that in one role"),
        ("PULL", f"{weights.PULL:g}", "一并拟合时，逐项数出的权重相当于多少次提及",
         "mentions that weights counted field by field are worth when all are fitted together"),
        ("CAP", f"{weights.CAP:g}", "一种周围人事最多多少比特", "bits one kind of surroundings may weigh"),
        ("ROUNDS", " → ".join(f"{r:g}" for r in placing.ROUNDS), "归位各轮所需的概率",
         "probability that a placing needs, round by round"),
        ("ALONE", f"{placing.ALONE:.3g}", "双方没有共同相识者时，任何一轮归位所需的概率",
         "probability that a placing needs in any round where nobody is known to both"),
        ("PAYER", f"{payers.PAYER:g}", "付款人与唯一一位同名客人是同一人的概率",
         "probability that a payer is the one guest of that name"),
        ("DOUBT", f"{ages.DOUBT:g}", "每个年龄段在所见与预期中各加的提及数，使少量记录不足以排除",
         "mentions added to those seen and expected of each age, so that few records forbid nothing"),
        ("PRIOR_ANSWERS", f"{calibration.PRIOR_ANSWERS:g}", "复核时模型自己的判断相当于多少次回答",
         "answers that the model's own word is worth when it is recalibrated"),
        ("FADE", f"{calibration.FADE:g}", "超出所问范围多少比特，回答带来的改变减半",
         "bits beyond what was asked about at which half of what answers change is left"),
        ("LEAST_SILENT", f"{placing.LEAST_SILENT:g}", "证件号已知的人，其提及中不写证件号者所占比例的下限",
         "share of mentions of people with a known number that do not state it, at least"),
    ]  # fmt: skip
    return numbers(rows, zh)


def numbers(rows: Iterable[tuple[str, str, str, str]], zh: bool) -> str:
    """Constants by name, with what each means."""
    head = ("常量", "值", "含义") if zh else ("constant", "value", "meaning")
    return table(head, ((f"`{name}`", value, cn if zh else en) for name, value, cn, en in rows))


def of_levels(zh: bool) -> str:
    """The fields of a pair and the levels that each can reach, worst first; unknown left out."""
    assert len(comparisons.LEVELS["name"]) == len(NameLevel)
    head = ("项目", "级别，由低到高") if zh else ("field", "levels, worst first")
    return table(head, ((f"`{f}`", ", ".join(levels[1:])) for f, levels in comparisons.LEVELS.items()))


def of_questions(zh: bool) -> str:
    """The catalogue for investigators."""
    return table(
        ("文件", "问什么", "参数示例") if zh else ("file", "asks", "parameters, for example"),
        (
            (f"`{q.name}`", q.purpose.zh if zh else q.purpose.en, f"`{q.example.removeprefix(':param ')}`")
            for q in questions()
        ),
    )


TABLES: dict[str, Callable[[bool], str]] = {
    "rules": of_rules,
    "explanations": of_explanations,
    "score": of_score,
    "resolve": of_resolve,
    "levels": of_levels,
    "questions": of_questions,
}


def renewed(page: Path) -> str:
    """The text of a page with its tables as they ought to be."""
    chinese = page.name.endswith(".zh-CN.md")
    return BLOCK.sub(lambda m: m[1] + TABLES[m[2]](chinese) + m[3], page.read_text("utf-8"))


if __name__ == "__main__":
    for path in sorted(DOCS.glob("*.md")):
        text = renewed(path)
        if text != path.read_text("utf-8"):
            path.write_text(text, "utf-8")
            print(f"{path.name}: tables renewed", file=sys.stderr)
