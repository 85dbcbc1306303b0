"""The jobs in NumPy, whose products come from its OpenBLAS; the number of threads is set from outside."""
import numpy as np

from common import (BATCH, LEARNING_RATE, PRODUCTS, SMALL, STEPS, Peer, product_name, read_folder, step_name,
                    timed_steps)


class Net:
    """784-50-10 with ReLU, and softmax with cross entropy behind it."""

    def __init__(self, dtype, rng):
        self.dtype = dtype
        sizes = list(zip(SMALL, SMALL[1:]))
        self.weights = [(0.01 * rng.standard_normal(size)).astype(dtype) for size in sizes]
        self.biases = [np.zeros(columns, dtype) for _, columns in sizes]

    def forward(self, x):
        """Hidden values and scores."""
        hidden = np.maximum(x @ self.weights[0] + self.biases[0], 0)
        return hidden, hidden @ self.weights[1] + self.biases[1]

    def probabilities(self, scores):
        """Softmax, row by row."""
        powers = np.exp(scores - scores.max(1, keepdims=True))
        return powers / powers.sum(1, keepdims=True)

    def loss(self, x, targets):
        """The mean cross entropy with one-hot targets, as the notes have it."""
        return -np.log((self.probabilities(self.forward(x)[1]) * targets).sum(1) + 1e-7).mean()

    def learn(self, x, targets):
        """One step of gradient descent."""
        hidden, scores = self.forward(x)
        d_scores = (self.probabilities(scores) - targets) / len(x)
        d_hidden = d_scores @ self.weights[1].T
        d_hidden[hidden <= 0] = 0
        rate = self.dtype(LEARNING_RATE)
        self.weights[1] -= rate * (hidden.T @ d_scores)
        self.biases[1] -= rate * d_scores.sum(0)
        self.weights[0] -= rate * (x.T @ d_hidden)
        self.biases[0] -= rate * d_hidden.sum(0)

    def accuracy(self, x, labels):
        """The share of images whose highest score is that of their label."""
        return float((self.forward(x)[1].argmax(1) == labels).mean())


def products(peer, rng):
    for kind, dtype in (("float", np.float32), ("double", np.float64)):
        for rows, inner, columns, transposed in PRODUCTS:
            a = rng.uniform(-1, 1, (inner, rows) if transposed == "A" else (rows, inner)).astype(dtype)
            b = rng.uniform(-1, 1, (columns, inner) if transposed == "B" else (inner, columns)).astype(dtype)
            a = a.T if transposed == "A" else a
            b = b.T if transposed == "B" else b
            c = np.empty((rows, columns), dtype)
            peer.measure(product_name(rows, inner, columns, transposed), kind, lambda: np.matmul(a, b, out=c), 0.3)


def training(peer, rng):
    name, job = step_name(SMALL, BATCH), "whole job 784-50-10"
    for kind, dtype in (("float", np.float32), ("double", np.float64)):
        wants_job = kind == "float" and peer.wants(job, kind)
        if not peer.wants(name, kind) and not wants_job:
            continue
        x, t, x_test, t_test = peer.images()
        x, x_test = x.astype(dtype), x_test.astype(dtype)
        one_hot = np.eye(10, dtype=dtype)[t]
        net = Net(dtype, rng)

        def step():
            drawn = rng.integers(0, len(x), BATCH)
            net.learn(x[drawn], one_hot[drawn])

        def whole_job():
            for number in range(STEPS):
                step()
                if number % max(len(x) // BATCH, 1) == 0:
                    net.accuracy(x, t), net.accuracy(x_test, t_test)

        timed_steps(peer, name, kind, step)
        if wants_job:
            peer.measure(job, kind, whole_job, 1, fewest=1, warm_up=False)


def gradient(peer, rng):
    name = "numerical gradient, 39,760 parameters"
    if not peer.wants(name, "double"):
        return
    net = Net(np.float64, rng)
    x, targets = rng.uniform(0, 1, (3, 784)), np.eye(10)[[3, 1, 4]]

    def differences():
        for parameter in net.weights + net.biases:
            gradient = np.empty(parameter.size)
            numbers = parameter.reshape(-1)
            for i in range(numbers.size):
                here = numbers[i]
                numbers[i] = here + 1e-4
                above = net.loss(x, targets)
                numbers[i] = here - 1e-4
                below = net.loss(x, targets)
                numbers[i] = here
                gradient[i] = (above - below) / 2e-4

    peer.measure(name, "double", differences, 1, fewest=1, warm_up=False)


def main():
    peer = Peer(__doc__)
    rng = np.random.default_rng(0)
    products(peer, rng)
    training(peer, rng)
    gradient(peer, rng)
    net = Net(np.float32, rng)
    for batch in (1, 100, 10_000):
        x = rng.uniform(0, 1, (batch, 784)).astype(np.float32)
        peer.measure(f"inference 784-50-10, batch {batch:,}", "float", lambda: net.forward(x))
    if peer.options.data_dir:
        peer.measure("reading four .gz files", "float", lambda: read_folder(peer.options.data_dir), 1.5)


main()
