"""What may tell of a third person in Chinese words: sixty sentences with made names, labelled by hand, and sixty complaints.

The sentences are the tests' own, so that recall and precision are of these alone: they compare no finder with another, and
say nothing of how people write elsewhere. In the complaints nobody labelled anything: there it is counted what is marked.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.ground.third_person_codes import ThirdKind
from services.identity.find_third_persons import find_third_persons

# 〔…〕 is what may tell of somebody. Those with none are what must stand.
LABELLED = """
我女儿〔林小雨〕在A02窗口办护照，等了两个小时。
陪我去的是我妻子〔陈秀兰〕，她听见了全部经过。
邻居〔赵德柱〕上个月办的，没有要这份材料。
我同事〔王磊〕也遇到同样情况。
请向名叫〔孙悦然〕的小朋友道歉。
我儿子叫〔周子轩〕，今年八岁。
我爱人（〔黄丽娟〕）的社保卡补办三次未成功。
〔林小雨〕（我女儿）的材料被退回。
〔李建国〕是我邻居，他可以作证。
受托人〔吴晓峰〕拿着委托书去的，窗口说不认。
代办人：〔郑成功〕，材料齐全。
五楼的〔单老师〕脑梗后三年没下过楼。
〔钱女士〕排在我前面，她的号先被叫到。
和我一起去的〔欧阳娜娜〕同学听见了。
我外孙女〔司马晓彤〕的出生证一直没办好。
患者〔刘桂芳〕的报销单被弄丢了。
联系人〔徐大海〕，请不要打电话。
我父亲〔何文昌〕去年去世，继承登记办不了。
我的室友〔Emily Brown〕当时也在场。
My daughter 〔Alice Green〕 was refused at window C05.
Mrs 〔Margaret Hill〕 waited with me.
户主姓名：〔高志远〕，户口簿在我这里。
我弟弟〔冯涛〕的车牌是〔云A12345〕。
我表姐〔曹雪梅〕家住〔云河市东岭区中山路88号3单元502室〕。
我老公〔梁伟〕在〔云河远方运输有限公司〕上班，请不要联系。
我儿子在〔云河市第三实验小学〕读书，接送来不及。
她的微信号是〔linxiaoyu_2019〕，可以加。
我女儿的QQ〔123456789〕可以证明聊天记录。
房东蒋某芳不配合，班主任也不同意。
邻居家的〔买买提·吐尔逊〕也来排队。
我妹妹的手机〔199-0000-0088〕收到了短信。
我母亲的身份证号〔990101195003071226〕被念出来了。
邮件发到我哥的邮箱〔zhou.ge@example.com〕。
卡号〔6222020200112233445〕是我婆婆的。
我的朋友〔罗杰〕说他只去了一次。
证人〔方志敏〕愿意作证。
同行的有我女儿林小雨，问〔林小雨〕是否到场。
我孙子〔白小川〕的医保断缴了。
保姆〔魏翠花〕替我去取的证。
我岳父〔石得福〕走路不方便。
窗口工作人员王芳让我明天再来。
我很高兴，也谢谢你们的方便服务。
我女儿高兴地拿到了证，我妻子方便时来取。
王府井大街的网点已经搬走。
我父亲曾经在这里办过，同事常说这里快。
邻居都说他们不讲理，孩子从小学到中学都在这里。
民警张伟态度很好，请表扬。
毛主任说材料不齐，费科长说齐了。
叫号机坏了，叫何时能修好没有人说。
老人年迈，家属应当陪同，母亲白内障刚做手术。
市场监管局A02窗口三次退回材料。
我和老伴周五去的，周围没有人管。
孩子上学需要居住证，爱人单位不给盖章。
对方女士说没有这个规定，那位先生也这么说。
2026年9月3日至2026-09-10一直没有答复。
云河市云河大道1号政务服务中心二楼没有母婴室。
工作人员李强收受我父亲〔王建国〕的红包。
请问经办人员李强为什么不出具一次性告知单？
儿子时常生病，女儿成绩不好，别让我再跑。
我妈明天手术，家里老人孩子挤在单间。
请说明该窗口当天有没有人在岗，几点关窗。
本人于5月20日申请继承登记，任何人没有通知我。
""".strip().splitlines()
_LABEL = re.compile("〔(.+?)〕")
SAMPLES = Path(__file__).parents[2] / "samples" / "complaints.json"
LEAST_RECALL, LEAST_PRECISION = 0.95, 0.97


def read_labels(line: str) -> tuple[str, list[str]]:
    return line.replace("〔", "").replace("〕", ""), _LABEL.findall(line)


def find_words(text: str) -> list[str]:
    return [text[mark.begins : mark.ends] for mark in find_third_persons(text)]


def test_of_sixty_labelled_sentences_nearly_all_names_are_found_and_hardly_a_word_too_many(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """SE-15: what is found of what was labelled, and what of what is found was labelled, by the words that are cut."""
    hit = labelled = found = 0
    for line in LABELLED:
        text, labels = read_labels(line)
        words = find_words(text)
        labelled, found = labelled + len(labels), found + len(set(words))
        hit += len(set(labels) & set(words))
        if set(labels) != set(words):
            print("differs:", text, labels, words)
    recall, precision = hit / labelled, hit / found
    with capsys.disabled():
        print(f"\nthird persons: recall {recall:.2f} of {labelled}, precision {precision:.2f} of {found}")
        print(
            "not compared: other finders, other people's writing; names without a word that says whose they are"
        )
    assert recall >= LEAST_RECALL
    assert precision >= LEAST_PRECISION


def _list_texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _list_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _list_texts(inner)


def test_of_sixty_complaints_hardly_anything_is_marked_but_people(capsys: pytest.CaptureFixture[str]) -> None:
    """SE-15: how often a name is marked in what people wrote for the samples; each such mark stands in this list."""
    complaints = json.loads(SAMPLES.read_text("utf-8"))["complaints"]
    texts = {text for one in complaints for text in _list_texts([one["raw"], one["expected"]])}
    names = {
        text[mark.begins : mark.ends]
        for text in texts
        for mark in find_third_persons(text)
        if mark.kind is ThirdKind.NAME
    }
    with capsys.disabled():
        print(
            f"\nnames marked in {len(texts)} texts of the samples: {len(names)} ({'、'.join(sorted(names))})"
        )
    assert names == {"郝着急", "莫奔波", "石救急", "单老师", "田师傅", "单仁楼", "高𠮷㐂", "阿依·示例娜"}
