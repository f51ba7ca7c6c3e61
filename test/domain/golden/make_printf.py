"""Writes printf.json: what Python's % makes of formats and values. Run as: python3 make_printf.py > printf.json"""

import json

FORMATS = (
    ["%d", "%05d", "%-5d|", "%+d", "% d", "%i", "%x", "%X", "%#x", "%o", "%f", "%.2f", "%8.3f", "%-8.2f|", "%08.2f"]
    + ["%+.1f", "%e", "%.3e", "%E", "%g", "%.3g", "%G", "%s", "%10s", "%-10s|", "%.2s", "%r", "100%% %d", "x=%d."]
    + ["%z", "%", "a%kb", "plain", "%d %d", "%.0f", "%5.1f%%"]
)
VALUES = [1, -12, 0, True, 1.5, -0.25, 1e-7, 1e20, 123456789.125, 0.1, "hello", "a'b", None]
VALUES += [float("inf"), float("nan"), 10**20]


def encode(value):
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    return {"int": str(value)} if isinstance(value, int) else {"float": repr(value)}


def case(template, value):
    try:
        result = {"text": template % (value,)}
    except TypeError:
        result = {"problem": "type"}
    except ValueError as error:
        # No format is wrong here, only the value: guild passes it over like any other that does not fit.
        result = {"problem": "type" if "NaN" in str(error) else str(error)}
    except OverflowError:
        return None
    return {"format": template, "value": encode(value), **result}


cases = [case(template, value) for template in FORMATS for value in VALUES]
print("[" + ",\n".join(json.dumps(one) for one in cases if one is not None) + "]")
