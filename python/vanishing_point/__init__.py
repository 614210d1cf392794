"""Watch gradients vanish, in a notebook: tiny RNNs, LSTMs and GRUs that train live beside your code.

    import vanishing_point as vp

    stage = vp.Stage(task="recall", cells=["rnn", "lstm"])
    stage
"""

from ._inspect import Batch, Inspection, inspect
from ._stage import Stage
from ._trace import LayerTrace, Trace
from ._version import __version__

__all__ = ["Batch", "Inspection", "LayerTrace", "Stage", "Trace", "__version__", "inspect"]
