"""What a measure means to do with the texts that it names."""

from __future__ import annotations

import pytest

from loaders.instruments import find_instruments
from ontology.model import InstrumentForm, InstrumentUse

BASIS, CREATE, AMEND = InstrumentUse.BASIS, InstrumentUse.TO_CREATE, InstrumentUse.TO_AMEND


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("研究起草《甲条例》", [("《甲条例》", CREATE)]),
        ("积极推动《甲条例》立法工作", [("《甲条例》", CREATE)]),
        ("出台《甲办法》《乙办法（试行）》、《丙办法》等规章", [("《甲办法》", CREATE), ("《乙办法（试行）》", CREATE), ("《丙办法》", CREATE)]),
        ("推动修订《甲条例》，制订《乙条例》修正案", [("《甲条例》", AMEND), ("《乙条例》", AMEND)]),
        ("对《甲目录（2014年本）》进行修订", [("《甲目录（2014年本）》", AMEND)]),
        ("根据《甲规范》结合本地实际", [("《甲规范》", BASIS)]),
        ("在《甲办法》的基础上，推动各区落实", [("《甲办法》", BASIS)]),
        ("制定落实《甲意见》工作方案", [("《甲意见》", BASIS)]),
        ("落实新修改实施的《甲办法》", [("《甲办法》", BASIS)]),
        ("贯彻《甲通知》（珠府〔2019〕42号）的要求", [("《甲通知》", BASIS), ("珠府〔2019〕42号", BASIS)]),
        ("出台《甲条例》考核办法", [("《甲条例》", None)]),
        ("2019年10月出台《甲细则》", [("《甲细则》", None)]),
        ("2020年6月底前出台《甲细则》", [("《甲细则》", CREATE)]),
        ("于2019年10月制定了《甲细则》", [("《甲细则》", None)]),
        ("已出台《甲细则》", [("《甲细则》", None)]),
        ("连同《甲清单》一并公布", [("《甲清单》", None)]),
        ("启动深圳市社会信用条例的立法调研", [("深圳市社会信用条例", CREATE)]),
        ("根据《甲办法》推进。修订《乙办法》", [("《甲办法》", BASIS), ("《乙办法》", AMEND)]),
    ],
)  # fmt: skip
def test_uses(text: str, expected: list[tuple[str, InstrumentUse | None]]) -> None:
    found = find_instruments(text)
    assert [(one.title, one.use) for one in found] == expected
    assert all(text[one.start : one.end] == one.title for one in found)


def test_forms() -> None:
    text = "《用证事项清单》《职业资格目录（2019年版）》《保险证书》《某条例》"
    forms = [one.form for one in find_instruments(text)]
    assert forms == [InstrumentForm.LIST, InstrumentForm.LIST, InstrumentForm.CERTIFICATE, None]
