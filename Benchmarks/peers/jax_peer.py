"""The jobs in JAX on the processor: whole epochs of steps in one compiled scan, its fastest form."""
import jax
import jax.numpy as jnp
import numpy as np

from common import BATCH, LEARNING_RATE, SMALL, STEPS, WIDE, Peer, step_name


def parameters(sizes, key):
    """A weight and a bias for each layer."""
    keys = jax.random.split(key, len(sizes) - 1)
    return [((2 / rows) ** 0.5 * jax.random.normal(k, (rows, columns)), jnp.zeros(columns))
            for k, rows, columns in zip(keys, sizes, sizes[1:])]


def forward(net, x):
    for number, (weight, bias) in enumerate(net):
        x = (jax.nn.relu(x) if number else x) @ weight + bias
    return x


def loss(net, x, labels):
    scores = jax.nn.log_softmax(forward(net, x))
    return -jnp.take_along_axis(scores, labels[:, None], 1).mean()


def training(peer, sizes, batch, job=None, rate=LEARNING_RATE):
    name = step_name(sizes, batch)
    wants_job = job is not None and peer.wants(job, "float")
    if not peer.wants(name, "float") and not wants_job:
        return
    x, t, x_test, t_test = (jnp.asarray(values) for values in peer.images())
    rng = np.random.default_rng(0)

    def update(net, drawn):
        slopes = jax.grad(loss)(net, x[drawn], t[drawn])
        return jax.tree.map(lambda value, slope: value - rate * slope, net, slopes), 0

    @jax.jit
    def steps(net, draws):
        return jax.lax.scan(update, net, draws)[0]

    accuracy = jax.jit(lambda net, images, labels: (forward(net, images).argmax(1) == labels).mean())

    def draw(count):
        return rng.integers(0, len(x), (count, batch))

    net = parameters(sizes, jax.random.PRNGKey(0))
    # A scan is one call; its time is that of its steps together.
    count = 100 if sizes == SMALL else 10
    if peer.wants(name, "float"):
        peer.measure(name, "float", lambda: jax.block_until_ready(steps(net, draw(count))),
                     1 if sizes == SMALL else 2, fewest=5, parts=count)
    if not wants_job:
        return
    per_epoch = max(len(x) // batch, 1)
    rest = [per_epoch] * (STEPS // per_epoch) + [STEPS % per_epoch] * (STEPS % per_epoch > 0)

    def whole_job():
        current = net
        for count in rest:
            current = steps(current, draw(count))
            float(accuracy(current, x, t)), float(accuracy(current, x_test, t_test))

    # The warm-up is the compiler's; its time isn't the job's.
    for count in set(rest):
        jax.block_until_ready(steps(net, draw(count)))
    accuracy(net, x, t), accuracy(net, x_test, t_test)
    peer.measure(job, "float", whole_job, 1, fewest=1, warm_up=False)


def main():
    peer = Peer(__doc__)
    training(peer, SMALL, BATCH, job="whole job 784-50-10")
    training(peer, WIDE, 128, rate=0.01)
    net = parameters(SMALL, jax.random.PRNGKey(1))
    scores = jax.jit(forward)
    for batch in (1, 100, 10_000):
        x = jax.random.uniform(jax.random.PRNGKey(2), (batch, 784))
        peer.measure(f"inference 784-50-10, batch {batch:,}", "float",
                     lambda: jax.block_until_ready(scores(net, x)))


main()
