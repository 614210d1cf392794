"""The traits of an experiment: one for each parameter of the engine's table, with its default and what is allowed."""

from __future__ import annotations

import json
import numbers
import re
from pathlib import Path

import traitlets

#: The engine's own table, written by the build.
PARAMETERS: list[dict] = json.loads((Path(__file__).parent / "parameters.json").read_text("utf-8"))


def snake(name: str) -> str:
    """``heldOut`` as ``held_out``."""
    return re.sub(r"[A-Z]", lambda letter: "_" + letter.group().lower(), name)


class Setting(traitlets.TraitType):
    """One parameter."""

    def __init__(self, parameter: dict) -> None:
        self.parameter = parameter
        default = parameter["default"]
        super().__init__(list(default) if isinstance(default, list) else default, allow_none=parameter["nullable"])
        self.help = allowed(parameter)

    def validate(self, obj, value):
        kind = self.parameter["kind"]
        if value is None and self.parameter["nullable"]:
            return None
        if kind == "list" and isinstance(value, (list, tuple, str)):
            words = [word.strip() for word in value.split(",")] if isinstance(value, str) else list(value)
            if words and all(word in self.parameter["choices"] for word in words):
                return words
        elif kind == "choice" and value in self.parameter["choices"]:
            return value
        elif kind in ("integer", "number") and isinstance(value, numbers.Real) and not isinstance(value, bool):
            number = int(value) if kind == "integer" and value == int(value) else float(value)
            low, high = self.parameter.get("min"), self.parameter.get("max")
            whole = kind == "number" or isinstance(number, int)
            if whole and number == number and (low is None or number >= low) and (high is None or number <= high):
                return number
        elif kind == "gates":
            # The page holds them to the cells that are there.
            return value
        raise traitlets.TraitError(f"{self.name} is {value!r}, but must be {allowed(self.parameter)}.")


def allowed(parameter: dict) -> str:
    """What a parameter may be, in words."""
    none = "None, or " if parameter["nullable"] else ""
    if parameter["kind"] == "choice":
        return none + "one of " + ", ".join(parameter["choices"])
    if parameter["kind"] == "list":
        return none + "a list of " + ", ".join(parameter["choices"])
    if parameter["kind"] == "gates":
        return none + "gates and what they are held at"
    what = "a whole number" if parameter["kind"] == "integer" else "a number"
    most = "" if parameter.get("max") is None else f" to {parameter['max']}"
    return f"{none}{what} from {parameter['min']}{most}"
