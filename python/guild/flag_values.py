"""Flags as they stand on a command line, and the values that they mean.

A value is written as one line of YAML in flow style: `1`, `1.0`, `yes`, `null`, `'1'`, `[1, a]`, `{a: 1}`. Text that is
not such a line stands for itself. Neither PyYAML nor `re` is imported: this runs before every Python script.
"""

_NULL = frozenset(("~", "null", "Null", "NULL"))
_TRUE = frozenset(("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"))
_FALSE = frozenset(("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"))
_FLOAT_CHARS = frozenset("0123456789.eE+-")
_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_ESCAPE_SIZES = {"x": 2, "u": 4, "U": 8}


class _Unreadable(ValueError):
    """The text is no value in flow style."""


def decode(text):
    """The value that a flag's text stands for.

    Three kinds of text stay text although YAML sees more in them: digits with underscores or colons (`1_000`, `1:30`), short
    ids of runs (`12e3`: three to eight characters, a lower-case `e`, no sign and no point) and search spaces (`[1:10]`).
    """
    stripped = text.strip()
    if not stripped:
        return text
    first = stripped[0]
    if first in "'\"[{":
        if _like_search_space(stripped):
            return stripped
        try:
            reader = _Reader(stripped)
            value = reader.value()
            reader.end()
            return value
        except (_Unreadable, RecursionError):
            return text
    if _like_run_id(stripped):
        return stripped
    return _plain(stripped)


def like_number(text):
    """Whether a text looks like a number to Python: such a text is written in quotes, and keeps them on its way to a script."""
    try:
        float(text)
    except ValueError:
        return False
    return not text.strip("0123456789.eE+-")


def _like_run_id(text):
    return 3 <= len(text) <= 8 and "e" in text and text.replace("e", "", 1).isdigit()


def _like_search_space(text):
    return text[0] == "[" and ":" in text and not any(char in text for char in ",'\"{}") and text.find("]") == len(text) - 1


def _plain(text):
    """The value of an unquoted word."""
    first = text[0]
    if first.isdigit() or first in "+-.":
        return _number(text)
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    return text


def _number(text):
    """The number that a word means, or the word where it means none."""
    sign = -1 if text[0] == "-" else 1
    digits = text[1:] if text[0] in "+-" else text
    if not digits or max(digits) > "\x7f":
        return text
    if digits.isdigit():
        if len(digits) > 1 and digits[0] == "0":
            return _in_base(text, sign, digits[1:], 8)
        return _in_base(text, sign, digits, 10)
    if digits[:2] == "0x":
        return _in_base(text, sign, digits[2:], 16)
    if digits[:2] == "0b":
        return _in_base(text, sign, digits[2:], 2)
    if digits in (".inf", ".Inf", ".INF"):
        return sign * float("inf")
    if text in (".nan", ".NaN", ".NAN"):
        return float("nan")
    if digits[0] in "0123456789." and _FLOAT_CHARS.issuperset(digits):
        try:
            return sign * float(digits)
        except ValueError:
            return text
    return text


def _in_base(text, sign, digits, base):
    if not digits.isalnum():
        return text
    try:
        return sign * int(digits, base)
    except ValueError:
        return text


class _Reader:
    """Reads one value in flow style, left to right."""

    def __init__(self, text):
        self.text = text
        self.at = 0

    def value(self):
        char = self.peek()
        if char == "[":
            return self.sequence()
        if char == "{":
            return self.mapping()
        return self.scalar()

    def end(self):
        if self.peek():
            raise _Unreadable(self.text)

    def peek(self):
        """The next character that is no space; empty at the end."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at : self.at + 1]

    def sequence(self):
        self.at += 1
        items = []
        while self.peek() != "]":
            items.append(self.value())
            self.separator("]")
        self.at += 1
        return items

    def mapping(self):
        self.at += 1
        items = {}
        while self.peek() != "}":
            key = self.scalar()
            if self.peek() == ":":
                self.at += 1
                items[key] = None if self.peek() in (",", "}") else self.value()
            else:
                items[key] = None
            self.separator("}")
        self.at += 1
        return items

    def separator(self, closing):
        char = self.peek()
        if char == ",":
            self.at += 1
        elif char != closing:
            raise _Unreadable(self.text)

    def scalar(self):
        char = self.peek()
        if char == "'":
            return self.single_quoted()
        if char == '"':
            return self.double_quoted()
        start = self.at
        while self.at < len(self.text) and not self.ends_plain():
            self.at += 1
        word = self.text[start : self.at].strip()
        if not word:
            raise _Unreadable(self.text)
        return _plain(word)

    def ends_plain(self):
        char = self.text[self.at]
        if char in ",[]{}":
            return True
        following = self.text[self.at + 1 : self.at + 2]
        return char == ":" and (not following or following in " \t\n,[]{}")

    def single_quoted(self):
        parts = []
        self.at += 1
        while True:
            close = self.text.find("'", self.at)
            if close < 0:
                raise _Unreadable(self.text)
            parts.append(self.text[self.at : close])
            self.at = close + 1
            if self.text[self.at : self.at + 1] != "'":
                return "".join(parts)
            parts.append("'")
            self.at += 1

    def double_quoted(self):
        parts = []
        self.at += 1
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char == '"':
                return "".join(parts)
            parts.append(self.escape() if char == "\\" else char)
        raise _Unreadable(self.text)

    def escape(self):
        char = self.text[self.at : self.at + 1]
        self.at += 1
        if char in _ESCAPE_SIZES:
            size = _ESCAPE_SIZES[char]
            code = self.text[self.at : self.at + size]
            self.at += size
            try:
                return chr(int(code, 16))
            except (ValueError, OverflowError):
                raise _Unreadable(self.text)
        if char in _ESCAPES:
            return _ESCAPES[char]
        raise _Unreadable(self.text)


def split_args(args):
    """The arguments before and after the last `--`; without one, all of them may be flags."""
    for i in range(len(args) - 1, -1, -1):
        if args[i] == "--":
            return args[:i], args[i + 1 :]
    return [], args


def args_to_flags(args):
    """Flags by name, and the arguments that are none, of a command line such as `other -- --lr 0.1 --fast`.

    What stands before the last `--` is never a flag. An option without a value is True. A negative number after an option
    is its value; any other word with one dash is a short option, its value attached or following.
    """
    other, rest = split_args(args)
    other = list(other)
    flags = {}
    name = None
    for arg in rest:
        if arg[:2] == "--":
            if name is not None:
                flags[name] = True
            name = arg[2:]
        elif arg[:1] == "-" and len(arg) > 1 and isinstance(_number(arg), str):
            if name is not None:
                flags[name] = True
            name = arg[1]
            if len(arg) > 2:
                flags[name] = decode(arg[2:])
                name = None
        elif name is not None:
            flags[name] = decode(arg)
            name = None
        else:
            other.append(arg)
    if name is not None:
        flags[name] = True
    return flags, other
