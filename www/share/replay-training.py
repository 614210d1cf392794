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
    dice, gate_dice, model = Generator(1), Generator(7), build()
    tensors = {}
    for name, parameter in model.named().items():
        draw = drawing(name, dice)
        values = [draw() for _ in range(parameter.numel())]
        tensors[name] = torch.tensor(values, dtype=torch.float64).reshape(parameter.shape)
    for layer, cell in enumerate(model.cells):
        if SPEC["recurrentMatrix"]:
            for block in tensors[f"weight_hh_l{layer}"].split(HIDDEN):
                choose_block(block, dice)
        if hasattr(cell, "begin"):
            cell.begin(tensors, layer, dice)
        if SPEC["keepingGate"] is not None:
            bias_ih = tensors[f"bias_ih_l{layer}"]
            open_keeping_gate(bias_ih, tensors.get(f"bias_hh_l{layer}", torch.zeros_like(bias_ih)), gate_dice)
    return tensors


def drawing(name, dice):
    """How the numbers of a tensor are drawn."""
    if SPEC["attends"] and not name.startswith("readout"):
        return drawing_of_block(name, dice)
    inputs = INPUTS if name.endswith("_l0") else HIDDEN
    deviation = {"B_re": math.sqrt(0.5 / inputs), "B_im": math.sqrt(0.5 / inputs), "C_re": math.sqrt(1 / HIDDEN), "C_im": math.sqrt(1 / HIDDEN), "D": math.sqrt(1 / inputs)}
    plain = name.rpartition("_l")[0]
    if plain in deviation:
        return lambda: deviation[plain] * dice.normal()
    if plain.endswith("_log"):
        return lambda: 0.0
    if name == "embedding.weight":
        return dice.normal
    fan_in = HIDDEN
    if SPEC["embedsInput"] and name.endswith("_l0"):
        fan_in = EXPERIMENT["window"] * SIZES["inner"]
    elif SPEC["kind"] == "mingru" and plain:
        fan_in = inputs
    bound = 1 / math.sqrt(fan_in)
    return lambda: bound * (2 * dice.uniform() - 1)


def drawing_of_block(name, dice):
    """The same of what stands below the readout of a model that attends."""
    if name in ("embedding.weight", "position.weight"):
        return dice.normal
    if "norm" in name or name.endswith(("in_proj_bias", "out_proj.bias")):
        return lambda: float("norm" in name and name.endswith("weight"))
    bound = math.sqrt(6 / (4 * HIDDEN)) if name.endswith("in_proj_weight") else 1 / math.sqrt(SIZES["inner"] if "linear2" in name else HIDDEN)
    return lambda: bound * (2 * dice.uniform() - 1)


def open_keeping_gate(bias_ih, bias_hh, dice):
    """Writes the total bias of the gate that keeps (forget, update), if the experiment gives one."""
    total = {"forget": EXPERIMENT["forgetBias"], "update": EXPERIMENT["updateBias"]}[SPEC["keepingGate"]]
    if total is None:
        return
    keeping = gate_rows(SPEC["keepingGate"])
    bias_hh[keeping] = 0
    # The experiment counts towards keeping, whichever way the gate turns.
    sign = 1 if SPEC["keepsAt"] == 1 else -1
    if total != "chrono":
        bias_ih[keeping] = sign * total
        return
    # Tallec & Ollivier 2018: log U[1, T - 1], and the opposite for the input gate.
    times = [1 + dice.uniform() * (EXPERIMENT["length"] - 2) for _ in range(HIDDEN)]
    bias_ih[keeping] = sign * torch.tensor([math.log(time) for time in times], dtype=torch.float64)
    if "input" in SPEC["gates"]:
        writing = gate_rows("input")
        bias_ih[writing] = -bias_ih[keeping]
        bias_hh[writing] = 0


def gate_rows(gate):
    """The rows of the weights that belong to a gate."""
    begin = SPEC["gates"].index(gate) * HIDDEN
    return slice(begin, begin + HIDDEN)


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
    held_out = int(len(RUN["text"]) * EXPERIMENT["heldOut"] + 0.5)
    learned = RUN["text"][: len(RUN["text"]) - held_out] if held_out >= 2 and len(RUN["text"]) >= held_out + 2 else RUN["text"]
    place = dice.below(len(learned))
    ids = [alphabet[learned[(place + t) % len(learned)]] for t in range(length + 1)]
    return ids[:-1], ids[1:]


TASKS = {task.__name__: task for task in (recall, adding, copy, order, parity, brackets, text)}
# @TASKS@


def make_optimizer(parameters):
    rate = EXPERIMENT["rate"]
    return {
        "sgd": lambda: torch.optim.SGD(parameters, lr=rate),
        "momentum": lambda: torch.optim.SGD(parameters, lr=rate, momentum=0.9),
        "rmsprop": lambda: torch.optim.RMSprop(parameters, lr=rate),
        "adam": lambda: torch.optim.Adam(parameters, lr=rate),
    }[EXPERIMENT["optimizer"]]()


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
    model = build().load(initial_weights())
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
