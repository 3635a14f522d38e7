"""A drop folder of an invented office, small enough to be read at a glance, and how tests change it."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

Row = Mapping[str, str]

OFFICIAL, MEMBER, WIFE = "511399197001010018", "511399198002020028", "511399197203030041"
STATION = "青岚县公安局柳溪派出所"
REPORTER = "冀不留名"

CALLS = "\n".join(f"C{day},2022-03-{day:02d} 22:10,通话,13900000002,13900000001,90" for day in range(1, 13))

OFFICE = f"""
# people
record_id,name,id_number,phones,address,unit,title,is_official
P1,柏清源,{OFFICIAL},13900000001,,{STATION},所长,是
P2,尚屹川,{MEMBER},13900000002;13900000012,青岚县柳溪镇东街3号,,,
P3,尤曼青,{WIFE},13900000003,,,,
P4,柏清源,511399199104040059,,,柳溪村,,
# posts
record_id,name,id_number,org_name,title,kind,start
Z1,柏清源,{OFFICIAL},{STATION},所长,公职,2016-04
# kin
record_id,a_name,a_id_number,b_name,b_id_number,relation
K1,柏清源,{OFFICIAL},尤曼青,{WIFE},配偶
# gangs
gang_id,name,kind,region,status
G1,柳溪尚某团伙,恶势力团伙,柳溪镇,涉嫌
# gang_members
record_id,gang_id,name,id_number,role
M1,G1,尚屹川,{MEMBER},组织领导者
# transfers
record_id,at,payer_name,payer_id_number,payee_name,payee_id_number,amount_yuan,memo
T1,2022-03-01 10:00,尚屹川,{MEMBER},柏清源,{OFFICIAL},50000,借
T2,2022-05-01 10:00,尚屹川,{MEMBER},柏清源,{OFFICIAL},80000,
# calls
record_id,at,kind,from_phone,to_phone,seconds
{CALLS}
# events
event_id,kind,title,at,place
E1,会面,茶室,2022-04-02 20:00,柳溪镇
# event_people
record_id,event_id,name,id_number
EP1,E1,柏清源,{OFFICIAL}
EP2,E1,尚屹川,{MEMBER}
# leads
lead_id,received_at,channel,region,reporter_name,reporter_phone,text
L1,2022-06-01,电话,柳溪镇,{REPORTER},13999999999,我是{REPORTER}，反映所长收钱。
# lead_steps
record_id,lead_id,step,at,result
S1,L1,registered,2022-06-02,
S2,L1,checked,2022-06-20,查无实据
S3,L1,checked,2022-07-20,部分属实
# cases
case_id,title,charge,severity,region,opened_at,gang_id,outcome,outcome_at
A1,强迫交易案,强迫交易,3,柳溪镇,2022-02-01,G1,调解,2022-03-05
# case_people
record_id,case_id,name,id_number,role
AP1,A1,尚屹川,{MEMBER},嫌疑人
AP2,A1,柏清源,{OFFICIAL},承办人
# candidates
record_id,name,id_number,position,region
N1,尚屹川,{MEMBER},柳溪村村主任,柳溪镇
N2,柏清源,,柳溪村委员,柳溪镇
"""


def tables(text: str) -> dict[str, list[Row]]:
    """`# name`, then the lines of its file."""
    parts = (part.split("\n", 1) for part in text.strip().removeprefix("# ").split("\n# "))
    return {name: list(csv.DictReader(lines.splitlines())) for name, lines in parts}


TABLES = tables(OFFICE)


def drop(folder: Path, files: Mapping[str, Sequence[Row]] = TABLES) -> Path:
    """Write tables as files of a drop folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, byte for byte."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
