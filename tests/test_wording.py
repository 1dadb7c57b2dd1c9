"""Texts that know their template: they are the English text in all respects, and survive what results go through."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import pytest

from ms_convlint.finding import Applicability, Fix
from ms_convlint.languages import in_language
from ms_convlint.wording import Wording, clauses, listed, on_one_line, said

NORM = said("norm")
TEXT = said("{activation} follows, no {norm}", activation="ReLU", norm=NORM)


def test_a_text_is_its_english() -> None:
    assert TEXT == "ReLU follows, no norm"
    assert hash(TEXT) == hash("ReLU follows, no norm")
    assert {TEXT, "ReLU follows, no norm"} == {TEXT}


def test_texts_within_a_text_are_translated_with_it() -> None:
    assert in_language(TEXT, "zh") == "后面是 ReLU，没有归一化层"


@pytest.mark.parametrize(
    "passed_on",
    [copy.copy, copy.deepcopy, lambda text: pickle.loads(pickle.dumps(text))],
    ids=["copied", "copied deeply", "pickled"],
)
def test_a_text_that_is_passed_on_can_still_be_translated(passed_on) -> None:  # type: ignore[no-untyped-def]
    passed = passed_on(TEXT)
    assert passed == TEXT
    assert in_language(passed, "zh") == in_language(TEXT, "zh")


def test_a_fix_that_is_changed_keeps_its_text() -> None:
    fix = replace(Fix(Applicability.SAFE, TEXT), applicability=Applicability.UNSAFE)
    assert in_language(fix.message, "zh") == in_language(TEXT, "zh")


def test_plain_text_is_the_same_in_every_language() -> None:
    assert in_language("nn.Conv2d(3, 64, 7)", "zh") == "nn.Conv2d(3, 64, 7)"


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        (listed(["a"]), "a", "a"),
        (listed(["a", "b", "c"]), "a, b, c", "a、b、c"),
        (clauses(["a", NORM, "c"]), "a, norm, c", "a，归一化层，c"),
    ],
)
def test_lists_have_the_languages_own_marks(text: str, english: str, chinese: str) -> None:
    assert text == english
    assert in_language(text, "zh") == chinese


def test_a_text_on_one_line_can_still_be_translated() -> None:
    text = on_one_line(said("cannot be parsed: {reason}", reason="one\n  two"))
    assert isinstance(text, Wording)
    assert text == "cannot be parsed: one two"
    assert in_language(text, "zh") == "无法解析：one two"
