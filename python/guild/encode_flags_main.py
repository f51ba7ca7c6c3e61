"""Asks a function of the user's what an optimizer is to search: `python -m guild.encode_flags_main MODULE:FUNCTION`.

Standard input is a JSON list of `[NAME, VALUE, ATTRIBUTES]`, values as `flag_exchange` has them. The function is called with each flag's
value and definition and gives the value that the optimizer gets. The answer is one line of JSON on standard output; what the
user's code prints goes to standard error.
"""

import importlib
import json
import os
import sys

from guild import flag_exchange


class FlagDef:
    """What the Guild file says of a flag; `extra` has the attributes that are the user's own."""

    def __init__(self, name, attrs):
        self.name = name
        self.default = attrs.get("default")
        self.description = attrs.get("description") or ""
        self.type = attrs.get("type")
        self.required = bool(attrs.get("required"))
        self.arg_name = attrs.get("arg-name")
        self.choices = [FlagChoice(choice) for choice in attrs.get("choices") or []]
        self.allow_other = bool(attrs.get("allow-other"))
        self.min = attrs.get("min")
        self.max = attrs.get("max")
        self.distribution = attrs.get("distribution")
        self.null_label = attrs.get("null-label")
        self.extra = dict(attrs.get("extra") or {})
        if self.distribution is not None:
            self.extra["distribution"] = self.distribution


class FlagChoice:
    def __init__(self, attrs):
        self.value = attrs.get("value")
        self.description = attrs.get("description") or ""


def main():
    flags = json.load(sys.stdin)
    answer = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    try:
        result = {"flags": _encode_all(_function(sys.argv[1]), flags)}
    except Exception as e:
        text = str(e).strip()
        result = {"error": "%s: %s" % (type(e).__name__, text) if text else type(e).__name__}
    sys.stdout.flush()
    json.dump(result, answer)
    answer.flush()
    os._exit(0)


def _function(spec):
    module, name = spec.split(":")
    return getattr(importlib.import_module(module), name)


def _encode_all(encode, flags):
    return [[name, _encoded(encode, name, value, attrs)] for name, value, attrs in flags]


def _encoded(encode, name, value, attrs):
    result = encode(flag_exchange.decode(value), FlagDef(name, flag_exchange.decode(attrs)))
    try:
        return flag_exchange.encode(result)
    except flag_exchange.NotAValue:
        raise TypeError("%r, which it gives for flag '%s', is no flag value" % (result, name)) from None


if __name__ == "__main__":
    main()
