"""What one sequence shows of a model, as numpy arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ._setting import snake


def _numbers(values, missing: float) -> np.ndarray:
    """Numbers, in which `missing` stands for what there is none of."""
    array = np.array(values, dtype=object)
    return np.where(array == None, missing, array).astype(np.float64)  # noqa: E711


def _by_name(values: dict) -> dict[str, np.ndarray]:
    return {name: np.asarray(each, dtype=np.float64) for name, each in values.items()}


@dataclass(frozen=True)
class LayerTrace:
    """One layer's part: T time steps, H units."""

    hidden: np.ndarray
    """T × H: h_t."""
    grad_hidden: np.ndarray
    """T × H: ∂loss/∂h_t by all paths."""
    log10_grad_hidden: np.ndarray
    """T: log10 of its norm; −inf for an exact zero. True where the norm itself is far below what a float can hold."""
    gates: dict[str, np.ndarray]
    """By gate, T × H."""
    grad_gates: dict[str, np.ndarray]
    """By gate, T × H: ∂loss/∂ its activations."""
    grad_preactivations: dict[str, np.ndarray]
    """By gate, T × H: ∂loss/∂ its pre-activations."""
    cell: np.ndarray | None = None
    """T × H: c_t, where the cell has one."""
    grad_cell: np.ndarray | None = None
    """T × H: ∂loss/∂c_t by all paths."""
    log10_grad_cell: np.ndarray | None = None
    """T: log10 of its norm."""

    @classmethod
    def read(cls, told: dict) -> LayerTrace:
        read = {}
        for name, value in told.items():
            if value is None:
                continue
            if isinstance(value, dict):
                read[snake(name)] = _by_name(value)
            else:
                read[snake(name)] = _numbers(value, -np.inf if name.startswith("log10") else np.nan)
        return cls(**{name: value for name, value in read.items() if name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Trace:
    """Everything one sequence shows of a model, in double precision."""

    loss: float
    """The mean loss over the steps that are asked for an answer."""
    losses: np.ndarray
    """T: each step's own loss; NaN where it is masked."""
    outputs: np.ndarray
    """T × V: logits for cross-entropy, values for squared error."""
    log10_grad_input: np.ndarray
    """T: log10‖∂loss/∂x_t‖."""
    layers: list[LayerTrace]
    """The lowest first."""
    flow: np.ndarray
    """T × T: log10‖∂L_k/∂h_t‖ of the top layer at [k, t]; NaN where t > k, where step k is masked, and for an exact zero."""
    jacobian_singular_values: list[np.ndarray]
    """T − 1 rows: of ∂s_t/∂s_{t−1}, the largest first."""
    spectrum: dict
    """Of each block of the top layer's W_hh."""
    param_grads: dict[str, np.ndarray]
    """∂loss/∂ each weight, by PyTorch's name."""
    of: int | None
    """The step, counted from 0, whose loss alone all gradients here are of; None for the mean loss."""
    updates: int
    """The update at which the model stood."""

    @classmethod
    def read(cls, told: dict, updates: int) -> Trace:
        return cls(
            loss=float("nan") if told["loss"] is None else told["loss"],
            losses=_numbers(told["losses"], np.nan),
            outputs=_numbers(told["outputs"], np.nan),
            log10_grad_input=_numbers(told["log10GradInput"], -np.inf),
            layers=[LayerTrace.read(layer) for layer in told["layers"]],
            flow=_numbers(told["flow"], np.nan),
            jacobian_singular_values=[_numbers(row, np.nan) for row in told["jacobianSingularValues"]],
            spectrum=told["spectrum"],
            param_grads=_by_name(told["paramGrads"]),
            of=told.get("of"),
            updates=updates,
        )
