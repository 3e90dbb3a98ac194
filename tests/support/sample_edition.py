"""A page of a made-up edition, and what a show made of it has made public."""

from __future__ import annotations

import hashlib
from pathlib import Path

PAGE = """\
青川日报

中共青川市委员会主管主办
国内统一连续出版物号 CN 00-0000
2026年3月2日 星期一 农历丙午年正月十四
第1024号

## 夜间公交今起开行

### 两条线路连接车站与医院

青川日报讯（记者 曾令新 通讯员 林青）3月1日晚10时，两条夜间公交线路从青川火车站发出首班车。线路全长23公里，票价2元，每30分钟一班，末班车凌晨1时到达市人民医院。

市公交集团负责人介绍，线路开通前走访了600多名夜班职工，站点设在医院、市场和工业园区门口，方便下夜班的人回家。

## 老茶厂改成图书馆

青川日报讯（记者 解小雨）城东的老茶厂关门十二年以后，昨天重新开门。厂房里摆上了三万册图书，炒茶的铁锅留在原处，读者可以坐在锅边看书。

馆长单文说，图书馆每天开到晚上九点，周末有孩子们的故事会。
"""


def public_state(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and ".work" not in p.parts
    }
