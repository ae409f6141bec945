"""What is wrong with the parameters of a playbook: defaults that don't fit, bounds that leave nothing."""

from __future__ import annotations

from datetime import timedelta

from ..model.playbook import Param, ParamType
from .duration import Duration
from .names import BUILTINS
from .params import ParamError, any_number, parse_param
from .pieces import Reading
from .reader import (
    shown,
)
from .verbs import Known
from .yaml import Mapping, Node

_BOUNDED = {ParamType.INT, ParamType.NUMBER, ParamType.DURATION, ParamType.TEXT, ParamType.PEOPLE}


def check_params(reading: Reading, known: Known) -> None:
    """Takes note of every wrong parameter."""
    assert reading.playbook is not None
    for name, param in reading.playbook.params.items():
        key, node = reading.params[name]
        if name in BUILTINS:
            reading.reader.error(key, f"'{name}' is a name that every run has; call the parameter otherwise")
        if isinstance(node, Mapping):
            _Params(reading, known, name, param, node).check()


class _Params:
    def __init__(self, reading: Reading, known: Known, name: str, param: Param, node: Mapping) -> None:
        self.error = reading.reader.error
        self.known = known
        self.name = name
        self.param = param
        self.node = node

    def check(self) -> None:
        bounds_are_right = self._check_bounds()
        self._check_choices()
        if self.param.default is not None and bounds_are_right:
            self._check_default(self.param.default)

    def _at(self, key: str) -> Node:
        return self.node.get(key) or self.node

    def _check_default(self, default: str | tuple[str, ...]) -> None:
        if self.param.type is ParamType.CHOICE and not self.param.choices:
            return
        try:
            parse_param(self.param, default, self.known)
        except ParamError as error:
            message = error.message if error.message.startswith("must ") else f"does not fit: {error.message}"
            at = self._at("default")
            self.error(at, f"the default of '{self.name}' {message}", nearest=error.nearest)

    def _check_choices(self) -> None:
        if self.param.type is ParamType.CHOICE and not self.param.choices and self.node.get("choices") is None:
            self.error(
                self.node, f"'choices' is missing in parameter '{self.name}': a choice needs some to choose from"
            )
        if self.param.type is not ParamType.CHOICE and self.param.choices:
            at = self._at("choices")
            self.error(at, f"'choices' fits a parameter of type choice, not {self.param.type.value}")

    def _check_bounds(self) -> bool:
        found: dict[str, float | timedelta] = {}
        for key, text in (("min", self.param.min), ("max", self.param.max)):
            if text is None:
                continue
            if self.param.type not in _BOUNDED:
                self.error(self._at(key), f"'{key}' does not fit a parameter of type {self.param.type.value}")
                return False
            try:
                found[key] = Duration.parse(text).nominal if self.param.type is ParamType.DURATION else any_number(text)
            except ParamError as error:
                self.error(self._at(key), f"'{key}' {error.message}")
                return False
            except ValueError as error:
                self.error(self._at(key), f"'{key}': {error}", nearest=getattr(error, "nearest", None))
                return False
        return self._check_order(found)

    def _check_order(self, found: dict[str, float | timedelta]) -> bool:
        least, most = found.get("min"), found.get("max")
        if least is None or most is None or least <= most:  # type: ignore[operator]  # both are of one type
            return True
        message = f"'max' ({shown(self.param.max or '')}) is smaller than 'min' ({shown(self.param.min or '')})"
        self.error(self._at("max"), message)
        return False
