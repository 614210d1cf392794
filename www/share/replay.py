#!/usr/bin/env python3
"""@TITLE@

Made by Vanishing Point: one lane of a run, rebuilt in PyTorch.

Part 1 takes the weights of the update on view and the sequence on view, and lets autograd say in double
precision how large the gradient is at every step: the page's own numbers, beside each other.

Part 2, with --train, draws the same initial weights and the same batches from the same seed, and trains with
torch.optim up to the same update. Both trainings round to float32, each in its own order, so the weights
drift apart by rounding, the faster the longer they train; how far is printed. A lane that diverged stands at its
last finite weights, and so does its script. A parameter that was changed
while the run went on is not known here: part 2 trains with those in force when this file was made.

    pip install torch
    python @FILE@
    python @FILE@ --train
"""

import base64
import json
import math
import struct
import sys

import torch
from torch import nn

# What the page says: the experiment, the sequence on view, and every quantity that is compared below.
RUN = json.loads(r'''@RUN@''')
# The weights of the update on view: a safetensors file, in base64.
WEIGHTS = base64.b64decode("""
@WEIGHTS@
""")

EXPERIMENT, SPEC, SIZES = RUN["experiment"], RUN["cell"], RUN["sizes"]
HIDDEN, LAYERS, INPUTS, OUTPUTS = SIZES["units"], SIZES["layers"], SIZES["inputs"], SIZES["outputs"]
# Whether a step hands on a state beside the hidden state.
HAS_CELL_STATE = len(SPEC["states"]) > 1
# Beyond these, double precision loses digits or overflows; the page carries an exponent of its own and goes on.
SMALLEST, LARGEST = 1e-290, 1e290


def read_safetensors(data):
    """Eight bytes of length, a JSON header, float32 numbers. {name: tensor}, by PyTorch's names."""
    length = struct.unpack("<Q", data[:8])[0]
    header, numbers = json.loads(data[8 : 8 + length]), data[8 + length :]
    tensors = {}
    header.pop("__metadata__", None)
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = struct.unpack(f"<{(end - begin) // 4}f", numbers[begin:end])
        # A GRU that resets before the product has names that nn.GRU refuses; here it is a class of its own.
        tensors[name.removeprefix("reset_before.")] = torch.tensor(values, dtype=torch.float64).reshape(entry["shape"])
    return tensors


# Gates that stand at a fixed value for all units and steps, in place of what their weights would make of them.
HELD = {gate: float(value) for gate, value in (pair.split(":") for pair in (EXPERIMENT["hold"] or "").split(",") if pair)}


def gate(name, preactivation):
    return torch.full_like(preactivation, HELD[name]) if name in HELD else torch.sigmoid(preactivation)


class HeldLSTM(nn.LSTMCell):
    """nn.LSTMCell with some of its gates fixed."""

    def forward(self, x, state):
        h, c = state
        a_i, a_f, a_g, a_o = (x @ self.weight_ih.T + self.bias_ih + h @ self.weight_hh.T + self.bias_hh).chunk(4, dim=-1)
        c = gate("forget", a_f) * c + gate("input", a_i) * torch.tanh(a_g)
        return gate("output", a_o) * torch.tanh(c), c


class HeldGRU(nn.GRUCell):
    """nn.GRUCell with some of its gates fixed."""

    def forward(self, x, h):
        x_r, x_z, x_n = (x @ self.weight_ih.T + self.bias_ih).chunk(3, dim=-1)
        h_r, h_z, h_n = (h @ self.weight_hh.T + self.bias_hh).chunk(3, dim=-1)
        z = gate("update", x_z + h_z)
        n = torch.tanh(x_n + gate("reset", x_r + h_r) * h_n)
        return (1 - z) * n + z * h


class ResetBefore(nn.GRUCell):
    """The GRU of Cho et al. 2014: the reset gate acts on h before the recurrent product, not after it."""

    def forward(self, x, h):
        a_r, a_z, a_n = (x @ self.weight_ih.T + self.bias_ih).chunk(3, dim=-1)
        w_r, w_z, w_n = self.weight_hh.chunk(3)
        b_r, b_z, b_n = self.bias_hh.chunk(3)
        r = gate("reset", a_r + h @ w_r.T + b_r)
        z = gate("update", a_z + h @ w_z.T + b_z)
        n = torch.tanh(a_n + (r * h) @ w_n.T + b_n)
        return (1 - z) * n + z * h


class NoMemory(nn.Module):
    """A layer of the window: tanh of what it reads, and nothing of the step before."""

    def __init__(self, inputs, hidden):
        super().__init__()
        self.weight_ih = nn.Parameter(torch.empty(hidden, inputs))
        self.bias_ih = nn.Parameter(torch.empty(hidden))

    def forward(self, x, _):
        return torch.tanh(x @ self.weight_ih.T + self.bias_ih)


class MinGRU(nn.Module):
    """minGRU (Feng et al. 2024): gate and new value read the input alone; z = 1 replaces the state."""

    def __init__(self, inputs, hidden):
        super().__init__()
        self.weight_ih = nn.Parameter(torch.empty(2 * hidden, inputs))
        self.bias_ih = nn.Parameter(torch.empty(2 * hidden))

    def forward(self, x, h):
        a_z, candidate = (x @ self.weight_ih.T + self.bias_ih).chunk(2, dim=-1)
        if EXPERIMENT["newValue"] == "positive":
            candidate = torch.where(candidate >= 0, candidate + 0.5, torch.sigmoid(candidate))
        z = gate("update", a_z)
        return (1 - z) * h + z * candidate


class LRU(nn.Module):
    """The linear recurrent unit (Orvieto et al. 2023); its complex state as real parts, then imaginary ones."""

    def __init__(self, inputs, hidden):
        super().__init__()
        shapes = {"nu_log": (hidden,), "theta_log": (hidden,), "gamma_log": (hidden,)}
        shapes |= {"B_re": (hidden, inputs), "B_im": (hidden, inputs), "C_re": (hidden, hidden), "C_im": (hidden, hidden), "D": (hidden, inputs)}
        for name, shape in shapes.items():
            setattr(self, name, nn.Parameter(torch.empty(shape)))

    def forward(self, x, state):
        turn = torch.exp(torch.complex(-torch.exp(self.nu_log), torch.exp(self.theta_log)))
        drive = torch.exp(self.gamma_log) * (x.to(turn.dtype) @ torch.complex(self.B_re, self.B_im).T)
        s = turn * torch.complex(*state[1].chunk(2, dim=-1)) + drive
        # Whoever keeps the gradient of the state keeps it of these real numbers, so h is made of them.
        parts = torch.cat([s.real, s.imag], dim=-1)
        s = torch.complex(*parts.chunk(2, dim=-1))
        return torch.tanh((s @ torch.complex(self.C_re, self.C_im).T).real + x @ self.D.T), parts

    @staticmethod
    def begin(tensors, layer, dice):
        """Draws the eigenvalues on the ring, and sets the scale of the input by them."""
        outer, inner = EXPERIMENT["rMax"] ** 2, min(EXPERIMENT["rMin"], EXPERIMENT["rMax"]) ** 2
        for unit in range(HIDDEN):
            square = inner + (1 - dice.uniform()) * (outer - inner)
            tensors[f"nu_log_l{layer}"][unit] = math.log(-0.5 * math.log(square))
            tensors[f"theta_log_l{layer}"][unit] = math.log(EXPERIMENT["phaseMax"] * (1 - dice.uniform()))
            tensors[f"gamma_log_l{layer}"][unit] = 0.5 * math.log(1 - square)


# How each cell is made. What else there is to know of it, SPEC says.
CELLS = {
    "rnn": lambda inputs: nn.RNNCell(inputs, HIDDEN, nonlinearity=EXPERIMENT["activation"]),
    "lstm": lambda inputs: (HeldLSTM if HELD else nn.LSTMCell)(inputs, HIDDEN),
    "gru": lambda inputs: (ResetBefore if EXPERIMENT["resetGate"] == "before" else HeldGRU if HELD else nn.GRUCell)(inputs, HIDDEN),
    "window": lambda inputs: NoMemory(inputs, HIDDEN),
    "mingru": lambda inputs: MinGRU(inputs, HIDDEN),
    "lru": lambda inputs: LRU(inputs, HIDDEN),
}


class Model(nn.Module):
    """A stack of cells and a readout, step by step, so that every state can keep its gradient."""

    def __init__(self):
        super().__init__()
        first = EXPERIMENT["window"] * SIZES["inner"] if SPEC["embedsInput"] else INPUTS
        self.embedding = nn.Parameter(torch.empty(INPUTS, SIZES["inner"])) if SPEC["embedsInput"] else None
        make = CELLS[SPEC["kind"]]
        self.cells = nn.ModuleList(make(first if layer == 0 else HIDDEN) for layer in range(LAYERS))
        self.readout = nn.Linear(HIDDEN, OUTPUTS)

    def named(self):
        """The parameters by the page's names, PyTorch's where there are any, in the order in which they are drawn."""
        found = {} if self.embedding is None else {"embedding.weight": self.embedding}
        for layer, cell in enumerate(self.cells):
            # PyTorch's cells register theirs in the order of this list; others have names of their own.
            order = [name for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh") if hasattr(cell, name)]
            for name in order or [name for name, _ in cell.named_parameters()]:
                found[f"{name}_l{layer}"] = getattr(cell, name)
        return found | {"readout.weight": self.readout.weight, "readout.bias": self.readout.bias}

    def load(self, tensors):
        with torch.no_grad():
            for name, parameter in self.named().items():
                parameter.copy_(tensors[name])
        return self

    def forward(self, inputs, keep=False):
        """inputs: [T, B, I]. Returns outputs [T, B, V]; with `keep`, hidden and cell states keep their gradients."""
        steps, batch, _ = inputs.shape
        zero = inputs.new_zeros(batch, HIDDEN)
        beside = zero.repeat(1, 2) if "s" in SPEC["states"] else zero
        states = [(zero, beside) if HAS_CELL_STATE else zero for _ in self.cells]
        embedded, outputs = [], []
        self.hidden, self.cell = [[] for _ in self.cells], [[] for _ in self.cells]
        for t in range(steps):
            x = inputs[t]
            if SPEC["embedsInput"]:
                embedded.append(x @ self.embedding)
                seen = embedded[-EXPERIMENT["window"] :][::-1]
                x = torch.cat(seen + [torch.zeros_like(seen[0])] * (EXPERIMENT["window"] - len(seen)), dim=-1)
            if EXPERIMENT["truncate"] and t % EXPERIMENT["truncate"] == 0:
                states = [tuple(s.detach() for s in state) if HAS_CELL_STATE else state.detach() for state in states]
            for layer, cell in enumerate(self.cells):
                states[layer] = cell(x, states[layer])
                x = states[layer][0] if HAS_CELL_STATE else states[layer]
                if keep:
                    x.retain_grad()
                    self.hidden[layer].append(x)
                    if HAS_CELL_STATE:
                        states[layer][1].retain_grad()
                        self.cell[layer].append(states[layer][1])
            outputs.append(self.readout(x))
        return torch.stack(outputs)


class Attends(Model):
    """Blocks of causal self-attention over the whole sequence. What later steps read of a step is what a block reads there."""

    def __init__(self):
        nn.Module.__init__(self)
        heads = max(n for n in range(1, EXPERIMENT["heads"] + 1) if HIDDEN % n == 0)
        self.cells = []
        self.embedding = nn.Parameter(torch.empty(INPUTS, HIDDEN))
        learned = EXPERIMENT["position"] == "learned"
        self.position = nn.Parameter(torch.empty(EXPERIMENT["length"], HIDDEN)) if learned else None
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(HIDDEN, heads, SIZES["inner"], dropout=0.0, activation="gelu", norm_first=True)
            for _ in range(LAYERS)
        )
        self.norm = nn.LayerNorm(HIDDEN)
        self.readout = nn.Linear(HIDDEN, OUTPUTS)

    def named(self):
        found = {"embedding.weight": self.embedding}
        if self.position is not None:
            found["position.weight"] = self.position
        found |= {f"layers.{name}": parameter for name, parameter in self.layers.named_parameters()}
        found |= {f"norm.{name}": parameter for name, parameter in self.norm.named_parameters()}
        return found | {"readout.weight": self.readout.weight, "readout.bias": self.readout.bias}

    def positions(self, steps, like):
        """[T, H]: what is added to the embeddings; steps beyond the last learned position share it."""
        if self.position is not None:
            return self.position[torch.arange(steps).clamp(max=len(self.position) - 1)]
        if EXPERIMENT["position"] == "none":
            return torch.zeros(steps, HIDDEN, dtype=like.dtype)
        angles = [[t / 10000 ** (unit // 2 * 2 / HIDDEN) for unit in range(HIDDEN)] for t in range(steps)]
        rows = [[math.cos(a) if unit % 2 else math.sin(a) for unit, a in enumerate(row)] for row in angles]
        return torch.tensor(rows, dtype=like.dtype)

    def forward(self, inputs, keep=False):
        steps = len(inputs)
        x = inputs @ self.embedding + self.positions(steps, inputs)[:, None]
        mask = nn.Transformer.generate_square_subsequent_mask(steps, dtype=inputs.dtype)
        self.hidden, self.cell = [], []
        for layer in self.layers:
            if keep:
                self.hidden.append(list(x.unbind()))
                for state in self.hidden[-1]:
                    state.retain_grad()
                x = torch.stack(self.hidden[-1])
            x = layer(x, src_mask=mask, is_causal=True)
        return self.readout(self.norm(x))


def build():
    return Attends() if SPEC["attends"] else Model()


def pack(sequences, dtype):
    """Sequences of any lengths as padded inputs [T, B, I], the places (t, b) that are asked, and their targets.

    What comes after the end of a sequence is never asked, so it reaches no gradient."""
    steps = max(len(targets) for _, targets in sequences)
    inputs = torch.zeros(steps, len(sequences), INPUTS, dtype=dtype)
    asked, wanted = [], []
    for b, (sequence, targets) in enumerate(sequences):
        for t, (x, target) in enumerate(zip(sequence, targets)):
            if isinstance(x, int):
                inputs[t, b, x] = 1
            else:
                inputs[t, b] = torch.tensor(x, dtype=dtype)
            if target is not None:
                asked.append((t, b))
                wanted.append(target)
    kind = torch.long if RUN["loss"] == "crossEntropy" else dtype
    return inputs, torch.tensor(asked).T, torch.tensor(wanted, dtype=kind)


def mean_loss(outputs, asked, wanted):
    """Softmax cross-entropy, or squared error averaged over the outputs; the mean over all target steps."""
    answers = outputs[asked[0], asked[1]]
    measure = nn.functional.cross_entropy if RUN["loss"] == "crossEntropy" else nn.functional.mse_loss
    return measure(answers, wanted)


def log10_norm(gradient):
    """log10 of the 2-norm; None for exactly zero, a word where double precision does not reach."""
    largest = 0.0 if gradient is None else gradient.abs().max().item()
    if largest == 0.0:
        return None
    if largest < SMALLEST:
        return "tiny"
    if not largest < LARGEST:
        return "huge"
    return math.log10(largest) + math.log10((gradient / largest).norm().item())


def gradient_norms(states):
    """Of every step, on the way back: what double precision has lost at one step, it lacks at all before it."""
    norms = [log10_norm(state.grad) for state in states]
    for t in range(len(norms) - 2, -1, -1):
        if norms[t + 1] in ("huge", "lost") or norms[t] is None and norms[t + 1] == "tiny":
            norms[t] = "lost" if norms[t + 1] in ("huge", "lost") else "tiny"
    return norms


def probe(tensors):
    """Loss and gradient norms of the sequence on view, in double precision, as the page says them."""
    model = build().double().load(tensors)
    inputs, asked, wanted = pack([(RUN["probe"]["inputs"], RUN["probe"]["targets"])], torch.float64)
    loss = mean_loss(model(inputs, keep=True), asked, wanted)
    loss.backward()
    norms = {f"hidden l{layer}": gradient_norms(states) for layer, states in enumerate(model.hidden)}
    norms |= {f"cell l{layer}": gradient_norms(states) for layer, states in enumerate(model.cell) if states}
    return loss.item(), norms


def relative(a, b):
    """The difference of two numbers in units of the larger one."""
    return abs(a - b) / max(abs(a), abs(b)) if a != b else 0.0


def norm_difference(page, here):
    """Of two norms given as log10: their ratio minus one. Infinite where one of them is zero or out of reach alone."""
    if here == "lost":
        return 0.0
    if here == "tiny":
        return 0.0 if page is None or page < math.log10(SMALLEST) + 1 else math.inf
    if here == "huge":
        return 0.0 if page is not None and page > math.log10(LARGEST) - 1 else math.inf
    if page is None or here is None:
        return 0.0 if page == here else math.inf
    # A logarithm of many digits before the point has fewer behind it.
    return abs(page - here) * math.log(10) / max(1.0, abs(page))


def compare(loss, norms, rows):
    """Prints page and PyTorch beside each other; returns the largest relative difference."""
    page_loss = RUN["page"]["loss"]
    shown = "no finite number" if page_loss is None else f"{page_loss:.15g}"
    print(f"  loss of the sequence   page {shown}   torch {loss:.15g}")
    if page_loss is None or not math.isfinite(loss):
        # JSON has no word for infinities: there is nothing beyond to compare.
        same = page_loss is None and not math.isfinite(loss)
        print("  no finite loss, so no gradient" if same else "  only one of the two losses is finite")
        return 0.0 if same else math.inf
    largest = relative(loss, page_loss)
    for name, ours in norms.items():
        theirs = RUN["page"]["log10Norms"][name]
        if rows and name == f"hidden l{LAYERS - 1}":
            print("  log10 |dL/dh_t| of the top layer\n     t   page                  torch")
        for t, (page, here) in enumerate(zip(theirs, ours)):
            if rows and name == f"hidden l{LAYERS - 1}":
                print(f"  {t + 1:4d}   {show(page):20s}  {show(here)}")
            largest = max(largest, norm_difference(page, here))
    print(f"  largest relative difference: {largest:.1e}")
    return largest


WORDS = {None: "exactly zero", "tiny": "below 1e-290", "huge": "above 1e290", "lost": "beyond double precision"}


def show(norm):
    return WORDS[norm] if norm in WORDS else f"{norm:.15g}"


# @TRAINING@


def main():
    torch.set_num_threads(1)
    on_view = read_safetensors(WEIGHTS)
    print(f"{RUN['title']}\n\n1. The weights on view, in double precision")
    exact = compare(*probe(on_view), rows=True)
    if "--train" in sys.argv[1:]:
        print(f"\n2. Trained from the seed, {RUN['update']} updates in float32")
        trained = train(RUN["update"])
        if trained is not None:
            print(f"  largest difference of a weight from the page's: {difference_of(trained, on_view):.1e}")
            compare(*probe(trained), rows=False)
    sys.exit(0 if exact < 1e-6 else 1)


def compared(name, tensor):
    """A key's bias adds the same to all scores of a step: its gradient is zero but for rounding, which optimisers may scale up."""
    if not name.endswith("in_proj_bias"):
        return tensor
    query, _, value = tensor.chunk(3)
    return torch.cat([query, value])


def difference_of(trained, on_view):
    """The largest difference of a weight, in units of the largest weight of its tensor where that is above one."""
    return max((compared(name, trained[name]) - compared(name, weights)).abs().max().item() / max(1.0, weights.abs().max().item()) for name, weights in on_view.items())


if __name__ == "__main__":
    main()
