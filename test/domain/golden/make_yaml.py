"""Writes yaml.json: what PyYAML makes of values and texts. Run with a Python that has PyYAML: python3 make_yaml.py > yaml.json"""

import json
import random
import re

import yaml

rnd = random.Random(7)


class Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


class Loader(yaml.SafeLoader):
    """Timestamps stay text, as in guild."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def encode(value):
    """JSON that keeps integers and floats apart, and maps in order."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, list):
        return [encode(item) for item in value]
    return {"map": [[encode(key), encode(item)] for key, item in value.items()]}


def has_other_keys(value):
    if isinstance(value, list):
        return any(has_other_keys(item) for item in value)
    if isinstance(value, dict):
        return any(not isinstance(key, str) or has_other_keys(item) for key, item in value.items())
    return False


TEXTS = (
    ["", "a", "y is", "yes", "no", "null", "~", "1", "1.0", "1e3", "1.2e3", "017", "0o17", "08", "1_000", "12:30"]
    + ["0x1f", "0b11", ".5", "-", ".", "...", "---", "- a", "? a", ": a", "a: b", "a:b", "a #b", "a#b", "#a", "it's"]
    + ['say "x"', "'q'", "a\nb", "a\n\nb\n", " a", "a ", "a\tb", "é", "日本", "😀", "\u2028", "\x07", "\x1b[31m"]
    + ["a\n b", "a \nb", "*x", "&x", "!x", "%x", "@x", "`x", "{x", "}x", "[x", "]x", ",x", "x,y", "x[0]", "x{}", "|"]
    + ["> x", "=", "<<", "2020-01-01", "2020-1-1 10:00:00", "inf", ".inf", ".nan", "nan", "word " * 40, "word's " * 40]
    + ["é word " * 30, "x" * 200, "x" * 78 + " z w", "k" * 121, "k" * 122, "k" * 123, "C:\\x\\z", "/tmp/a b"]
)
VALUES = (
    [None, True, False, 0, -1, 2**53, 2**53 + 1, -(10**20), 0.0, -0.0, 1.0, 1 / 3, 1e-5, 1.5e-5, 1e100, 1e15, 1e16]
    + [123456789012345680.0, 5e-324, 1.7976931348623157e308, float("inf"), -float("inf"), float("nan"), [], {}, [[]]]
    + [[{}], {"a": []}, {"a": {}}, [[1, 2], [3]], [{"a": 1, "b": 2}], {"a": [1, [2, {"c": [3]}]], "b": {"c": {"d": 1}}}]
    + [{"b": 1, "a": 2, "B": 3, "10": 4, "9": 5}, {"😀": 1, "\uffe0": 2}]
)
LOADS = [
    "", "# c\n", "a: 1\nb: [1, 2.5, x]\n", "yes", "Off", "~", "null", "017", "08", "0o17", "1_000", "0b101", "0x1F",
    "12:30", "12:30:45", "1:2.5", "1e-3", "1.0e-3", "1.0e3", ".5", "5.", ".inf", "-.INF", ".NaN", "+12", "-0",
    "9007199254740993", "123456789012345678901234567890", "2020-01-01", "'a''b'", '"a\\n\\x41\\u00e9\\U0001F600"',
    '"a\\\n  b"', "a\n b\n\n c", "|\n a\n  b\n\n c\n", ">\n a\n b\n\n c\n  d\n e\n", "|-\n a\n\n", "|+\n a\n\n",
    "|2\n   a\n", "- a\n-\n  - b\n- c: 1\n  d: 2\n", "a:\n- 1\n- 2\nb: 3\n", "? a\n: b\n", "{a: 1, b: , c}",
    "[a, b: c, {d}]", "[1:2]", "{foo:123}", "a: &x [1]\nb: *x\n", "base: &b {x: 1, z: 2}\nd:\n  <<: *b\n  x: 3\n",
    "a: 1\na: 2\n", "<<: [{a: 1}, {a: 2, b: 3}]\n", "!!str 1", "!!int '3'", "!!float 1", "!!null x",
    "%YAML 1.1\n---\na\n...\n", "--- a", "---\n", "http://x/y?z=1", "a: b:c", "- - - 1", "\ufeffa: 1", "a: 'x\n  y'\n",
    'k: "a\n\n  b"\n', "a : 1", "'a' : 1", '"a": 1', "{'a':456,'b':'C'}", "foo: 123\\mbar: 456", "a: b: c",
    "a:\n\tb: 1", "- a\nb: 1", "a: 1\n b: 2", "[1", "{a: 1", "'a", '"a', "a: *x", "a: @b", "a: `b", "a\n---\nb",
    "a: 'b' c", "]", "}", "- - a\n b", "a: |x\n", '"\\q"', "? [a]\n: b: c: d", "a: - b", "- a: 1\n - b",
    "&x a: 1\n&x b: 2",
]
PIECES = list("abcxz  019.-:#'\"[]{},?!&*%@`|>_=~\\/e+\n\t") + ["é", "\u2028", "😀", "true", "no", "null", "1e3", "1.5", ": ", "- ", "? "]


def random_text():
    if rnd.random() < 0.4:
        return rnd.choice(TEXTS[:60])
    return "".join(rnd.choice(PIECES) for _ in range(rnd.randint(0, 12)))


def random_value(depth=0):
    kind = rnd.random()
    if depth < 3 and kind < 0.25:
        return [random_value(depth + 1) for _ in range(rnd.randint(0, 4))]
    if depth < 3 and kind < 0.5:
        return {random_text(): random_value(depth + 1) for _ in range(rnd.randint(0, 4))}
    return random_text() if kind < 0.8 else rnd.choice(VALUES[:23] + [rnd.uniform(-1, 1), rnd.uniform(-1e9, 1e9)])


def without_end(text):
    return text[:-4] if text.endswith("\n...\n") else text


def dump(value):
    block = yaml.dump(value, Dumper=Dumper, default_flow_style=False, indent=2)
    flow = yaml.dump(value, Dumper=Dumper, default_flow_style=True, width=10**9)
    return {"value": encode(value), "block": without_end(block), "flow": without_end(flow)[:-1]}


def load(text):
    try:
        value = yaml.load(text, Loader=Loader)
        return None if has_other_keys(value) else {"text": text, "value": encode(value)}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # Places where guild names the same fault at a more helpful place, or in plainer words.
        if mark is None or re.search(r"':'|alphabetic|unhashable|constructor|document end", error.problem):
            return None
        # Of texts that nobody would write it is only told that they fail: which fault comes first depends on look-ahead.
        place = {"line": mark.line + 1, "column": mark.column + 1} if text in LOADS else {}
        return {"text": text, "reason": error.problem, **place}
    except (ValueError, RecursionError):
        return None


values = [wrap for text in TEXTS for wrap in (text, [text], {"k": text}, {text: 1})] + VALUES
values += [value for value in (random_value() for _ in range(200)) if len(json.dumps(encode(value))) < 400]
texts = list(LOADS)
for _ in range(300):
    letters = list(yaml.dump(random_value(), Dumper=Dumper, default_flow_style=rnd.random() < 0.5))
    for _ in range(rnd.randint(0, 3)):
        letters.insert(rnd.randint(0, len(letters)), rnd.choice(PIECES))
    if len(letters) < 200:
        texts.append("".join(letters))
loads = [case for case in map(load, texts) if case is not None]
print('{"dumps": [')
print(",\n".join(json.dumps(dump(value)) for value in values))
print('],\n"loads": [')
print(",\n".join(json.dumps(case) for case in loads))
print("]}")
