"""PyTorch's DistributedDataParallel with gloo: two processes of one thread each train together, and rank 0 prints how long a
step takes."""
import argparse
import json
import os
import statistics
import time

import torch
import torch.distributed as distributed
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from common import read_folder
from torch_convnets import LAYERS


def network(name):
    if name in LAYERS:
        return nn.Sequential(*LAYERS[name]()), (1, 28, 28)
    sizes = [int(size) for size in name.split("-")]
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1]), (784,)


def work(rank, options):
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", str(options.port))
    if options.cores:
        os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[rank]})
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", rank=rank, world_size=options.ranks)
    torch.manual_seed(0)
    net, shape = network(options.network)
    net = DistributedDataParallel(net)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    loss = nn.CrossEntropyLoss()
    x, t, _, _ = (torch.from_numpy(values) for values in read_folder(options.data_dir))
    x = x.view(-1, *shape)
    part = options.batch // options.ranks
    times = []
    for step in range(options.steps + 3):
        start = time.perf_counter()
        drawn = torch.randint(0, len(x), (part,))
        loss(net(x[drawn]), t[drawn]).backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step >= 3:
            times.append(time.perf_counter() - start)
    if rank == 0:
        print(json.dumps({"network": options.network, "batch": options.batch, "ranks": options.ranks,
                          "mean_microseconds": 1e6 * statistics.mean(times),
                          "median_microseconds": 1e6 * statistics.median(times)}))
    distributed.barrier()
    distributed.destroy_process_group()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", required=True, help="a folder with MNIST's four .gz files")
    parser.add_argument("--network", default="784-1024-1024-10", help="sizes, or the name of a preset with convolutions")
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--ranks", type=int, default=2)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--port", type=int, default=29511)
    parser.add_argument("--cores", action="store_true", help="binds each process to a core of its own")
    options = parser.parse_args()
    torch.multiprocessing.spawn(work, args=(options,), nprocs=options.ranks)


if __name__ == "__main__":
    main()
