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
# Whether a step hands on a cell state beside the hidden state.
HAS_CELL_STATE = "c" in SPEC["states"]
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


class ResetBefore(nn.GRUCell):
    """The GRU of Cho et al. 2014: the reset gate acts on h before the recurrent product, not after it."""

    def forward(self, x, h):
        a_r, a_z, a_n = (x @ self.weight_ih.T + self.bias_ih).chunk(3, dim=-1)
        w_r, w_z, w_n = self.weight_hh.chunk(3)
        b_r, b_z, b_n = self.bias_hh.chunk(3)
        r = torch.sigmoid(a_r + h @ w_r.T + b_r)
        z = torch.sigmoid(a_z + h @ w_z.T + b_z)
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
        z = torch.sigmoid(a_z)
        return (1 - z) * h + z * candidate


# How each cell is made. What else there is to know of it, SPEC says.
CELLS = {
    "rnn": lambda inputs: nn.RNNCell(inputs, HIDDEN, nonlinearity=EXPERIMENT["activation"]),
    "lstm": lambda inputs: nn.LSTMCell(inputs, HIDDEN),
    "gru": lambda inputs: (nn.GRUCell if EXPERIMENT["resetGate"] == "after" else ResetBefore)(inputs, HIDDEN),
    "window": lambda inputs: NoMemory(inputs, HIDDEN),
    "mingru": lambda inputs: MinGRU(inputs, HIDDEN),
}


class Model(nn.Module):
    """A stack of cells and a readout, step by step, so that every state can keep its gradient."""

    def __init__(self):
        super().__init__()
        first = EXPERIMENT["window"] * HIDDEN if SPEC["embedsInput"] else INPUTS
        self.embedding = nn.Parameter(torch.empty(INPUTS, HIDDEN)) if SPEC["embedsInput"] else None
        make = CELLS[SPEC["kind"]]
        self.cells = nn.ModuleList(make(first if layer == 0 else HIDDEN) for layer in range(LAYERS))
        self.readout = nn.Linear(HIDDEN, OUTPUTS)

    def named(self):
        """The parameters by the names of torch.nn.LSTM and its like, in the order in which they are drawn."""
        found = {} if self.embedding is None else {"embedding.weight": self.embedding}
        for layer, cell in enumerate(self.cells):
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
                if hasattr(cell, name):
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
        states = [(zero, zero) if HAS_CELL_STATE else zero for _ in self.cells]
        embedded, outputs = [], []
        self.hidden, self.cell = [[] for _ in self.cells], [[] for _ in self.cells]
        for t in range(steps):
            x = inputs[t]
            if SPEC["embedsInput"]:
                embedded.append(x @ self.embedding)
                seen = embedded[-EXPERIMENT["window"] :][::-1]
                x = torch.cat(seen + [zero] * (EXPERIMENT["window"] - len(seen)), dim=-1)
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
    if not SMALLEST <= largest < LARGEST:
        return "tiny" if largest < SMALLEST else "huge"
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
    model = Model().double().load(tensors)
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


# --- Part 2: the same initial weights and the same batches, from the seed -------------------------------------

MASK = (1 << 64) - 1


class Generator:
    """xoshiro256++, its state filled by SplitMix64. Every purpose has a stream of its own."""

    def __init__(self, stream):
        word, self.state = EXPERIMENT["seed"] | stream << 32, []
        for _ in range(4):
            word = (word + 0x9E3779B97F4A7C15) & MASK
            z = ((word ^ word >> 30) * 0xBF58476D1CE4E5B9) & MASK
            z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
            self.state.append(z ^ z >> 31)

    def bits(self):
        a, b, c, d = self.state
        turned = (a + d) & MASK
        result = ((turned << 23 | turned >> 41) + a) & MASK
        c, d = c ^ a, d ^ b
        self.state = [a ^ d, b ^ c, c ^ (b << 17 & MASK), (d << 45 | d >> 19) & MASK]
        return result

    def uniform(self):
        return (self.bits() >> 11) * 2.0**-53

    def below(self, bound):
        while True:
            product = (self.bits() >> 32) * bound
            if product & 0xFFFFFFFF >= ((1 << 32) - bound) % bound:
                return product >> 32

    def between(self, first, last):
        return first + self.below(last - first + 1)

    def normal(self):
        while True:
            u, v = 2 * self.uniform() - 1, 2 * self.uniform() - 1
            square = u * u + v * v
            if 0 < square < 1:
                return u * math.sqrt(-2 * math.log(square) / square)


def orthogonal(size, dice):
    """Rows of Gaussian numbers, each made orthogonal to those before it, twice over."""
    block = torch.empty(size, size, dtype=torch.float64)
    for row in range(size):
        vector = torch.tensor([dice.normal() for _ in range(size)], dtype=torch.float64)
        for other in [*block[:row], *block[:row]]:
            vector = vector - (vector @ other) * other
        block[row] = vector / vector.norm()
    return block


def initial_weights():
    dice = Generator(1)
    gate_dice = Generator(7)
    tensors = {}
    for name, parameter in Model().named().items():
        fan_in = EXPERIMENT["window"] * HIDDEN if SPEC["embedsInput"] and name.endswith("_l0") else HIDDEN
        bound = 1 / math.sqrt(fan_in)
        draw = dice.normal if name == "embedding.weight" else lambda: bound * (2 * dice.uniform() - 1)
        values = [draw() for _ in range(parameter.numel())]
        tensors[name] = torch.tensor(values, dtype=torch.float64).reshape(parameter.shape)
    for layer in range(LAYERS if SPEC["recurrentMatrix"] else 0):
        for block in tensors[f"weight_hh_l{layer}"].split(HIDDEN):
            choose_block(block, dice)
        if SPEC["keepingGate"] is not None:
            open_keeping_gate(tensors[f"bias_ih_l{layer}"], tensors[f"bias_hh_l{layer}"], gate_dice)
    return tensors


def open_keeping_gate(bias_ih, bias_hh, dice):
    """Writes the total bias of the gate that keeps (forget, update), if the experiment gives one."""
    total = {"forget": EXPERIMENT["forgetBias"], "update": EXPERIMENT["updateBias"]}[SPEC["keepingGate"]]
    if total is None:
        return
    keeping = gate_rows(SPEC["keepingGate"])
    bias_hh[keeping] = 0
    if total != "chrono":
        bias_ih[keeping] = total
        return
    # Tallec & Ollivier 2018: log U[1, T - 1], and the opposite for the input gate.
    times = [1 + dice.uniform() * (EXPERIMENT["length"] - 2) for _ in range(HIDDEN)]
    bias_ih[keeping] = torch.tensor([math.log(time) for time in times], dtype=torch.float64)
    if "input" in SPEC["gates"]:
        writing = gate_rows("input")
        bias_ih[writing] = -bias_ih[keeping]
        bias_hh[writing] = 0


def gate_rows(gate):
    """The rows of the weights that belong to a gate."""
    return slice(SPEC["gates"].index(gate) * HIDDEN, (SPEC["gates"].index(gate) + 1) * HIDDEN)


def choose_block(block, dice):
    """Writes one H x H block of the recurrent weights as `init` and `radius` say."""
    init, radius = EXPERIMENT["init"], EXPERIMENT["radius"]
    if init == "xavier":
        bound = math.sqrt(6 / (HIDDEN + HIDDEN))
        block.copy_(torch.tensor([bound * (2 * dice.uniform() - 1) for _ in range(HIDDEN**2)]).reshape(HIDDEN, HIDDEN))
    elif init == "normal":
        block.copy_(torch.tensor([dice.normal() / math.sqrt(HIDDEN) for _ in range(HIDDEN**2)]).reshape(HIDDEN, HIDDEN))
    elif init == "orthogonal":
        block.copy_(orthogonal(HIDDEN, dice))
    elif init == "identity":
        block.copy_(torch.eye(HIDDEN))
    if radius is not None:
        present = torch.linalg.eigvals(block).abs().max().item()
        if present > 0:
            block *= radius / present


def recall(length, dice):
    key = dice.below(4)
    return [key] + [4 + dice.below(4) for _ in range(length - 1)], [None] * (length - 1) + [key]


def adding(length, dice):
    marked = {dice.below(length // 2), dice.between(length // 2, length - 1)}
    inputs = [[dice.uniform(), float(t in marked)] for t in range(length)]
    return inputs, [None] * (length - 1) + [[sum(value for value, mark in inputs if mark)]]


def copy(length, dice):
    count = min(10, max(1, (length - 1) // 2))
    inputs = [dice.below(8) for _ in range(count)] + [8] * (length - count)
    if length > 2 * count:
        inputs[length - count - 1] = 9
    return inputs, [8] * (length - count) + inputs[:count]


def order(length, dice):
    inputs = [2 + dice.below(4) for _ in range(length)]
    first, second = dice.below(2), dice.below(2)
    for symbol, low, high in ((first, 1, 2), (second, 5, 6)):
        start = low * length // 10
        inputs[start + dice.below(max(1, high * length // 10 - start))] = symbol
    return inputs, [None] * (length - 1) + [2 * first + second]


def parity(length, dice):
    inputs = [dice.bits() >> 63 for _ in range(length)]
    return inputs, [sum(inputs[: t + 1]) % 2 for t in range(length)]


def brackets(length, dice):
    inputs, targets = [], []
    while len(inputs) + 2 <= length:
        depth = dice.between(1, (length - len(inputs)) // 2)
        inputs += [0] * depth + [1] * depth
        targets += [None] * depth + [1] * (depth - 1) + [0]
    rest = length - len(inputs)
    return inputs + [0] * rest, targets + [None] * rest


def text(length, dice):
    alphabet = {character: index for index, character in enumerate(sorted(set(RUN["text"])))}
    place = dice.below(len(RUN["text"]))
    ids = [alphabet[RUN["text"][(place + t) % len(RUN["text"])]] for t in range(length + 1)]
    return ids[:-1], ids[1:]


TASKS = {task.__name__: task for task in (recall, adding, copy, order, parity, brackets, text)}
# @TASKS@


def make_optimizer(parameters):
    kind, rate = EXPERIMENT["optimizer"], EXPERIMENT["rate"]
    if kind in ("sgd", "momentum"):
        return torch.optim.SGD(parameters, lr=rate, momentum=0.9 if kind == "momentum" else 0)
    return {"rmsprop": torch.optim.RMSprop, "adam": torch.optim.Adam}[kind](parameters, lr=rate)


def clip_norm(parameters, most):
    """nn.utils.clip_grad_norm_ with the norm summed in double precision, as on the page.

    In float32 the sum of squares overflows from a norm of 1.8e19 on: PyTorch's own function then gets an infinite
    norm, scales every gradient to zero and makes no step. Below that the two differ by rounding alone."""
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    total = math.sqrt(sum(gradient.double().square().sum().item() for gradient in gradients))
    factor = most / (total + 1e-6)
    if factor < 1:
        for gradient in gradients:
            gradient.mul_(factor)


def train(updates):
    """The weights after so many updates from the seed, in float32 as on the page; None if they become non-finite."""
    model = Model().load(initial_weights())
    optimizer, dice, task = make_optimizer(model.parameters()), Generator(2), TASKS[EXPERIMENT["task"]]
    longest, shortest = EXPERIMENT["length"], min(EXPERIMENT["shortest"], EXPERIMENT["length"])
    for update in range(1, updates + 1):
        # Where the data decide how long a sequence is, no length is drawn.
        batch = [task(RUN["naturalLengths"] or dice.between(shortest, longest), dice) for _ in range(EXPERIMENT["batch"])]
        inputs, asked, wanted = pack(batch, torch.float32)
        optimizer.zero_grad()
        loss = mean_loss(model(inputs), asked, wanted)
        if not math.isfinite(loss.item()):
            print(f"  update {update}: the loss is not finite; rounding decides where training that diverges does so")
            return None
        loss.backward()
        if EXPERIMENT["clip"] is not None:
            clip = {"norm": clip_norm, "value": nn.utils.clip_grad_value_}[EXPERIMENT["clipBy"]]
            clip(list(model.parameters()), EXPERIMENT["clip"])
        optimizer.step()
        if update % 50 == 0 or update == updates:
            print(f"  update {update}: loss of its batch {loss.item():.4f}", flush=True)
    return {name: parameter.detach().double() for name, parameter in model.named().items()}


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


def difference_of(trained, on_view):
    """The largest difference of a weight, in units of the largest weight of its tensor where that is above one."""
    return max((trained[name] - weights).abs().max().item() / max(1.0, weights.abs().max().item()) for name, weights in on_view.items())


if __name__ == "__main__":
    main()
