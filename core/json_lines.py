"""What is printed for machines: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Mapping

_BREAKS = {ord(letter): f"\\u{ord(letter):04x}" for letter in "\x85\u2028\u2029"}


def json_line(row: Mapping[str, object]) -> str:
    """The object in one line, by whatever a reader tells lines apart: JSON itself lets three of Unicode's line breaks stand."""
    return json.dumps(row, ensure_ascii=False).translate(_BREAKS)
