"""The jobs in PyTorch on the processor, eagerly, as its users write them."""
import torch

from common import (BATCH, BATCHES, CONVOLUTIONS, LEARNING_RATE, POOLED, PRODUCTS, SMALL, STEPS, WIDE, Peer,
                    convolution_name, pooling_name, product_name, step_name, timed_steps)

FORMATS = (torch.contiguous_format, torch.channels_last)


def network(sizes):
    """Affine layers with ReLU between them."""
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def products(peer):
    for kind, dtype in (("float", torch.float32), ("double", torch.float64)):
        for rows, inner, columns, transposed in PRODUCTS:
            a = torch.rand((inner, rows) if transposed == "A" else (rows, inner), dtype=dtype)
            b = torch.rand((columns, inner) if transposed == "B" else (inner, columns), dtype=dtype)
            a = a.T if transposed == "A" else a
            b = b.T if transposed == "B" else b
            c = torch.empty((rows, columns), dtype=dtype)
            peer.measure(product_name(rows, inner, columns, transposed), kind, lambda: torch.mm(a, b, out=c), 0.3)


def in_formats(*tensors):
    """The same tensors with channels first and with channels last, as PyTorch may lay them out."""
    return [[tensor.contiguous(memory_format=layout) for tensor in tensors] for layout in FORMATS]


def convolutions(peer):
    """Each pass of a convolution by itself, in the layout that is faster for it."""
    for batch in BATCHES:
        for channels, size, filters, kernel, padding in CONVOLUTIONS:
            names = [convolution_name(channels, size, filters, kernel, padding, batch, part)
                     for part in ("forward", "by input", "by weight")]
            if not any(peer.wants(name, "float") for name in names):
                continue
            x = torch.rand(batch, channels, size, size) * 2 - 1
            w = torch.rand(filters, channels, kernel, kernel) * 2 - 1
            bias = torch.rand(filters)
            dy = torch.rand_like(torch.nn.functional.conv2d(x, w, bias, padding=padding))

            def forward(x, w, _):
                return lambda: torch.nn.functional.conv2d(x, w, bias, padding=padding)

            def backward(x, w, dy, mask):
                return lambda: torch.ops.aten.convolution_backward(
                    dy, x, w, [filters], [1, 1], [padding, padding], [1, 1], False, [0, 0], 1, mask)

            layouts = in_formats(x, w, dy)
            with torch.no_grad():
                peer.fastest(names[0], "float", [forward(*tensors) for tensors in layouts], 0.15)
                for name, mask in ((names[1], (True, False, False)), (names[2], (False, True, False))):
                    peer.fastest(name, "float", [backward(*tensors, mask) for tensors in layouts], 0.15)


def pooling(peer):
    """Max pooling, with what its backward pass needs."""
    size_of_windows = ([2, 2], [2, 2], [0, 0], [1, 1], False)
    for batch in BATCHES:
        for channels, size in POOLED:
            names = [pooling_name(channels, size, batch, part) for part in ("forward", "by input")]
            if not any(peer.wants(name, "float") for name in names):
                continue
            x = torch.rand(batch, channels, size, size) * 2 - 1
            dy = torch.rand(batch, channels, size // 2, size // 2)

            def forward(x, _):
                return lambda: torch.ops.aten.max_pool2d_with_indices(x, *size_of_windows)

            def backward(x, dy):
                places = torch.ops.aten.max_pool2d_with_indices(x, *size_of_windows)[1]
                return lambda: torch.ops.aten.max_pool2d_with_indices_backward(dy, x, *size_of_windows, places)

            layouts = in_formats(x, dy)
            with torch.no_grad():
                peer.fastest(names[0], "float", [forward(*tensors) for tensors in layouts], 0.15)
                peer.fastest(names[1], "float", [backward(*tensors) for tensors in layouts], 0.15)


def functions(peer):
    """Activations of a million numbers, into memory that is there already, where that is faster."""
    aten = torch.ops.aten
    jobs = {"gelu": aten.gelu, "silu": aten.silu, "softplus": aten.softplus, "tanh": aten.tanh, "sigmoid": aten.sigmoid}
    x = torch.randn(1000, 1000) * 2
    y = torch.empty_like(x)
    with torch.inference_mode():
        for name, job in jobs.items():
            peer.fastest(f"{name} of 1M numbers", "float", [lambda: job(x), lambda: job.out(x, out=y)])


def training(peer, sizes, batch, job=None, rate=LEARNING_RATE):
    name = step_name(sizes, batch)
    wants_job = job is not None and peer.wants(job, "float")
    if not peer.wants(name, "float") and not wants_job:
        return
    x, t, x_test, t_test = (torch.from_numpy(values) for values in peer.images())
    net, loss = network(sizes), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=rate)

    def step():
        drawn = torch.randint(0, len(x), (batch,))
        loss(net(x[drawn]), t[drawn]).backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)

    def accuracy(images, labels):
        with torch.no_grad():
            return float((net(images).argmax(1) == labels).float().mean())

    def whole_job():
        for number in range(STEPS):
            step()
            if number % max(len(x) // batch, 1) == 0:
                accuracy(x, t), accuracy(x_test, t_test)

    timed_steps(peer, name, "float", step, seconds=1 if sizes == SMALL else 2)
    if wants_job:
        peer.measure(job, "float", whole_job, 1, fewest=1, warm_up=False)


def chain(peer, nodes=20_000):
    """A node of a graph of scalars, forward and backward."""
    if peer.threads == 1:
        peer.measure("scalar chain, one node", "double", lambda: run_chain(nodes), 0.5, parts=nodes)


def run_chain(nodes):
    x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    c = torch.tensor(0.999, dtype=torch.float64)
    y = x
    for _ in range(nodes // 2):
        y = y * c + x
    y.backward()


def main():
    peer = Peer(__doc__)
    torch.set_num_threads(peer.threads)
    torch.manual_seed(0)
    products(peer)
    convolutions(peer)
    pooling(peer)
    functions(peer)
    training(peer, SMALL, BATCH, job="whole job 784-50-10")
    training(peer, WIDE, 128, rate=0.01)
    chain(peer)
    net = network(SMALL)
    with torch.inference_mode():
        for batch in (1, 100, 10_000):
            x = torch.rand(batch, 784)
            peer.measure(f"inference 784-50-10, batch {batch:,}", "float", lambda: net(x))


main()
