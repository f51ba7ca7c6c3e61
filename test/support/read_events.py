"""
Reads TensorFlow event files as strictly as TensorBoard does, and prints their events as JSON, one a line.

Usage: read_events.py FILE...

Written from the documented formats alone, and knowing nothing of guild: TFRecord framing with masked CRC32C, the messages of
tensorflow/core/util/event.proto and framework/summary.proto, of tensorboard/plugins/hparams/plugin_data.proto and api.proto,
and google/protobuf/struct.proto. A wrong checksum, a field that a message does not have, a field of another wire type, text that
is no UTF-8 or bytes that are left over end it with an error.
"""

import json
import struct
import sys

# ---- TFRecord: https://www.tensorflow.org/tutorials/load_data/tfrecord


def crc_table():
    table = []
    for n in range(256):
        c = n
        for _ in range(8):
            c = (c >> 1) ^ 0x82F63B78 if c & 1 else c >> 1
        table.append(c)
    return table


TABLE = crc_table()


def masked_crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        length, length_crc = struct.unpack_from("<QI", data, at)
        assert masked_crc32c(data[at : at + 8]) == length_crc, "length checksum at %d" % at
        payload = data[at + 12 : at + 12 + length]
        assert len(payload) == length, "record at %d is cut" % at
        (payload_crc,) = struct.unpack_from("<I", data, at + 12 + length)
        assert masked_crc32c(payload) == payload_crc, "payload checksum at %d" % at
        yield payload
        at += 16 + length


# ---- protobuf: https://protobuf.dev/programming-guides/encoding


def varint(data, at):
    value = shift = 0
    while True:
        assert shift < 70, "varint too long"
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        number, wire = key >> 3, key & 7
        assert number > 0, "field number 0"
        if wire == 0:
            value, at = varint(data, at)
        elif wire == 1:
            value, at = data[at : at + 8], at + 8
        elif wire == 2:
            size, at = varint(data, at)
            value, at = data[at : at + size], at + size
            assert len(value) == size, "field %d is cut" % number
        elif wire == 5:
            value, at = data[at : at + 4], at + 4
        else:
            raise AssertionError("wire type %d" % wire)
        assert at <= len(data), "field %d is cut" % number
        yield number, wire, value


def real(value):
    return value if value == value and abs(value) != float("inf") else str(value)


def int64(value):
    return value - (1 << 64) if value >> 63 else value


SCALARS = {
    "double": (1, lambda v: real(struct.unpack("<d", v)[0])),
    "float": (5, lambda v: real(struct.unpack("<f", v)[0])),
    "int64": (0, int64),
    "enum": (0, int64),
    "bool": (0, lambda v: {0: False, 1: True}[v]),
    "string": (2, lambda v: v.decode("utf-8")),
    "bytes": (2, lambda v: v.hex()),
}

# name of a message -> number of a field -> (name, kind, repeated, group of a oneof)
MESSAGES = {
    "Event": {
        1: ("wall_time", "double", False, None),
        2: ("step", "int64", False, None),
        3: ("file_version", "string", False, "what"),
        5: ("summary", "Summary", False, "what"),
    },
    "Summary": {1: ("value", "SummaryValue", True, None)},
    "SummaryValue": {
        1: ("tag", "string", False, None),
        2: ("simple_value", "float", False, "value"),
        4: ("image", "Image", False, "value"),
        9: ("metadata", "SummaryMetadata", False, None),
    },
    "Image": {
        1: ("height", "int64", False, None),
        2: ("width", "int64", False, None),
        3: ("colorspace", "int64", False, None),
        4: ("encoded_image_string", "bytes", False, None),
    },
    "SummaryMetadata": {1: ("plugin_data", "PluginData", False, None)},
    "PluginData": {1: ("plugin_name", "string", False, None), 2: ("content", "HParamsPluginData", False, None)},
    "HParamsPluginData": {
        1: ("version", "int64", False, None),
        2: ("experiment", "Experiment", False, "data"),
        3: ("session_start_info", "SessionStartInfo", False, "data"),
        4: ("session_end_info", "SessionEndInfo", False, "data"),
    },
    "Experiment": {
        1: ("description", "string", False, None),
        2: ("user", "string", False, None),
        3: ("time_created_secs", "double", False, None),
        4: ("hparam_infos", "HParamInfo", True, None),
        5: ("metric_infos", "MetricInfo", True, None),
        6: ("name", "string", False, None),
    },
    "HParamInfo": {
        1: ("name", "string", False, None),
        2: ("display_name", "string", False, None),
        3: ("description", "string", False, None),
        4: ("type", "enum", False, None),
        5: ("domain_discrete", "ListValue", False, "domain"),
        6: ("domain_interval", "Interval", False, "domain"),
    },
    "Interval": {1: ("min_value", "double", False, None), 2: ("max_value", "double", False, None)},
    "MetricInfo": {
        1: ("name", "MetricName", False, None),
        3: ("display_name", "string", False, None),
        4: ("description", "string", False, None),
        5: ("dataset_type", "enum", False, None),
    },
    "MetricName": {1: ("group", "string", False, None), 2: ("tag", "string", False, None)},
    "SessionStartInfo": {
        1: ("hparams", "HparamsEntry", True, None),
        2: ("model_uri", "string", False, None),
        3: ("monitor_url", "string", False, None),
        4: ("group_name", "string", False, None),
        5: ("start_time_secs", "double", False, None),
    },
    "HparamsEntry": {1: ("key", "string", False, None), 2: ("value", "Value", False, None)},
    "SessionEndInfo": {1: ("status", "enum", False, None), 2: ("end_time_secs", "double", False, None)},
    "ListValue": {1: ("values", "Value", True, None)},
    "Value": {
        1: ("null_value", "enum", False, "kind"),
        2: ("number_value", "double", False, "kind"),
        3: ("string_value", "string", False, "kind"),
        4: ("bool_value", "bool", False, "kind"),
        6: ("list_value", "ListValue", False, "kind"),
    },
}


def decode(kind, data):
    message = MESSAGES[kind]
    result, groups = {}, set()
    for number, wire, value in fields(data):
        assert number in message, "%s has no field %d" % (kind, number)
        name, of, repeated, group = message[number]
        wanted = SCALARS[of][0] if of in SCALARS else 2
        assert wire == wanted, "%s.%s has wire type %d" % (kind, name, wire)
        item = SCALARS[of][1](value) if of in SCALARS else decode(of, value)
        if repeated:
            result.setdefault(name, []).append(item)
            continue
        assert name not in result, "%s.%s is there twice" % (kind, name)
        assert group is None or group not in groups, "%s.%s: another of its oneof is there" % (kind, name)
        groups.add(group)
        result[name] = item
    return result


for path in sys.argv[1:]:
    with open(path, "rb") as file:
        for record in records(file.read()):
            print(json.dumps(decode("Event", record)))
