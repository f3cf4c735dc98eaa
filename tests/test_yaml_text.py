"""Does YAML stay text, and is every trap of it refused with its line?"""

from __future__ import annotations

import pytest
import yaml

from zonecheck import yaml_text
from zonecheck.errors import InputError, PackError


def faults(text: str | bytes) -> list[str]:
    """The problems of a file, in English."""
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InputError) as error:
        yaml_text.load(data, "x.yaml")
    return [problem("en") for problem in error.value.problems]


@pytest.mark.parametrize(
    "text", ["0610", "0111", "26:11", "No", "yes", "1e3", "~", "null", "2018-02-15", "0x1F"]
)
def test_every_scalar_stays_the_text_that_was_written(text: str) -> None:
    assert yaml_text.load(f"key: {text}".encode(), "x.yaml").value == {"key": text}


def test_only_a_value_left_empty_is_none() -> None:
    assert yaml_text.load(b"a:\nb: ''\nc: [1, ]\n", "x.yaml").value == {"a": None, "b": "", "c": ["1"]}


def test_lines_are_those_of_the_keys_and_items_and_else_of_the_nearest_ancestor() -> None:
    document = yaml_text.load(b"a:\n  - b: 1\n    c:\n      d: 2\n", "x.yaml")
    assert document.line(("a", 0, "c", "d")) == 4
    assert document.line(("a", 0, "c", "missing")) == 3
    assert document.line(("nowhere",)) == 1


def test_a_byte_order_mark_and_windows_line_ends_are_understood() -> None:
    document = yaml_text.load(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "x.yaml")
    assert document.value == {"a": "1", "b": "2"}
    assert document.line(("b",)) == 2


def test_all_faults_are_named_at_once_with_their_lines() -> None:
    text = "a: 1\na: 2\nb: &x 3\nc: *x\n<<: {q: 1}\nd: !!python/object:os.system x\n"
    assert faults(text) == [
        "x.yaml:2: duplicate key a, first given on line 1",
        "x.yaml:3: anchors are not accepted: remove &x",
        "x.yaml:4: aliases are not accepted: write out what *x stands for",
        "x.yaml:5: merge keys are not accepted: write out what << stands for",
        "x.yaml:6: tags are not accepted: remove tag:yaml.org,2002:python/object:os.system",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\n---\nb: 2\n", "x.yaml:2: a file holds one document only"),
        ("%YAML 1.1\n---\na: 1\n", "x.yaml:1: directives"),
        ("a:\n\tb: 1\n", "x.yaml:2: contains a tab"),
        ("a:\n\u00a0 b: 1\n", "x.yaml:2: contains U+00A0"),
        ("a:\n\u3000b: 1\n", "x.yaml:2: contains U+3000"),
        ("a: b\u200bc\n", "x.yaml:1: contains U+200B"),
        ("a: b\u202ec\n", "x.yaml:1: contains U+202E"),
        ("a: 1\nb: \x00\n", "x.yaml:2: contains U+0000"),
        ("? [a]\n: 1\n", "x.yaml:1: a key must be text"),
        ("a: [1\nb: 2", "x.yaml:2: not valid YAML"),
        ("[" * 60, "x.yaml:1: nested deeper than 50 levels"),
        (b"a: 1\nb: \xff\n", "x.yaml:2: not UTF-8"),
        ("a: 1\n".encode("utf-16"), "x.yaml:1: not UTF-8"),
        (b"a: " + b"x" * yaml_text.MAX_BYTES, "x.yaml: the file has 2000003 bytes"),
    ],
)
def test_what_would_mislead_is_refused(text: str | bytes, said: str) -> None:
    assert faults(text)[0].startswith(said)


def test_an_alias_bomb_is_refused_without_being_expanded() -> None:
    rows = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 40)]
    assert len(faults("\n".join(rows))) == 40 + 39 * 2


def test_a_recursive_alias_is_refused() -> None:
    assert any("aliases are not accepted" in said for said in faults("a: &a [*a]"))


def test_the_error_class_is_the_callers() -> None:
    with pytest.raises(PackError):
        yaml_text.load(b"a: *x", "x.yaml", PackError)


def test_every_message_exists_in_both_languages() -> None:
    with pytest.raises(InputError) as error:
        yaml_text.load(b"a: &x 1\na: 2\n", "x.yaml")
    for problem in error.value.problems:
        assert problem("zh") != problem("en")


def test_the_slow_loader_reads_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"a: 0111\nb: [x, {c: ''}]\nd:\n"
    fast = yaml_text.load(text, "x.yaml")
    monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)
    assert yaml_text.load(text, "x.yaml") == fast
