#!/usr/bin/env python3
"""Writes Tests/BackpropTests/Recorded/optimizers.txt: 100 steps of PyTorch's optimisers and schedules, in float64.

    pip install torch
    Scripts/pytorch-optimizers.py > Tests/BackpropTests/Recorded/optimizers.txt

Each line that begins with `case` names a run by the words that the test reads; after it comes a line for some of the steps,
with the step's number and the parameters after it: W (2, 3), then b (3,). Lines that begin with `rates` have the learning
rate before each of the steps, where it changes.

The loss is the mean of (tanh(X W + b) - T)^2 plus 0.05 times the mean of W^4, where X is multiplied by 1 + 0.01 (step mod 7).
"""
import torch

torch.set_default_dtype(torch.float64)
STEPS = 100
PER_EPOCH = 10
SHOWN = [1, 2, 5, 10, 30, 60, 100]

X = torch.tensor([[0.5, -1.25], [1.0, 0.75], [-0.25, 2.0], [1.5, 0.125]])
T = torch.tensor([[0.25, -0.5, 0.75], [-0.125, 0.5, 0.25], [0.5, 0.25, -0.75], [0.0, -0.25, 0.5]])


def start():
    W = torch.tensor([[0.5, -0.75, 1.25], [-1.0, 0.25, 0.875]], requires_grad=True)
    b = torch.tensor([0.125, -0.25, 0.5], requires_grad=True)
    return W, b


def loss(W, b, step):
    x = X * (1 + 0.01 * (step % 7))
    return ((torch.tanh(x @ W + b) - T) ** 2).mean() + 0.05 * (W ** 4).mean()


def optimizer(name, W, b, rate, decay, scope):
    groups = [{'params': [W], 'weight_decay': decay},
              {'params': [b], 'weight_decay': decay if scope == 'all' else 0.0}]
    if name == 'sgd':
        return torch.optim.SGD(groups, lr=rate)
    if name == 'momentum':
        return torch.optim.SGD(groups, lr=rate, momentum=0.9)
    if name == 'nesterov':
        return torch.optim.SGD(groups, lr=rate, momentum=0.9, nesterov=True)
    if name == 'nesterov0.5':
        return torch.optim.SGD(groups, lr=rate, momentum=0.5, nesterov=True)
    if name == 'adagrad':
        return torch.optim.Adagrad(groups, lr=rate)
    if name == 'rmsprop':
        return torch.optim.RMSprop(groups, lr=rate)
    if name == 'rmsprop0.9':
        return torch.optim.RMSprop(groups, lr=rate, alpha=0.9, eps=1e-6)
    if name == 'adam':
        return torch.optim.Adam(groups, lr=rate)
    if name == 'adam0.8':
        return torch.optim.Adam(groups, lr=rate, betas=(0.8, 0.95), eps=1e-6)
    if name == 'adamw':
        return torch.optim.AdamW(groups, lr=rate)
    raise ValueError(name)


def schedule(name, o, warm):
    s = torch.optim.lr_scheduler
    rate = o.param_groups[0]['lr']
    left = STEPS - warm
    if name == 'constant':
        main = s.ConstantLR(o, factor=1.0)
    elif name == 'step':
        main = s.MultiStepLR(o, [3 * PER_EPOCH, 7 * PER_EPOCH], gamma=0.3)
    elif name == 'exponential':
        main = s.LambdaLR(o, lambda i: 0.8 ** (i // PER_EPOCH))
    elif name == 'cosine':
        main = s.CosineAnnealingLR(o, T_max=left)
    elif name == 'cosine0.1':
        main = s.CosineAnnealingLR(o, T_max=left, eta_min=0.1 * rate)
    elif name == 'one-cycle':
        main = s.OneCycleLR(o, max_lr=rate, total_steps=left, cycle_momentum=False)
    else:
        raise ValueError(name)
    if not warm:
        return main
    start = s.LinearLR(o, start_factor=1 / warm, end_factor=1.0, total_iters=warm - 1)
    # Steps count the epochs of the whole training; a cosine and one cycle begin after the warm-up.
    if name in ('constant', 'step'):
        return s.ChainedScheduler([main, start])
    return s.SequentialLR(o, [start, main], milestones=[warm])


def run(name, rate, decay=0.0, scope='weights', plan='constant', warm=0, clip=None):
    print(f'case {name} rate {rate} decay {decay} {scope} schedule {plan} warm {warm} clip {clip or 0}')
    W, b = start()
    o = optimizer(name, W, b, rate, decay, scope)
    if plan == 'plateau':
        scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(o, factor=0.5, patience=1)
    else:
        scheduler = schedule(plan, o, warm)
    rates = []
    for step in range(STEPS):
        o.zero_grad()
        l = loss(W, b, step)
        l.backward()
        if clip:
            torch.nn.utils.clip_grad_norm_([W, b], clip)
        rates.append(o.param_groups[0]['lr'])
        o.step()
        if plan == 'plateau':
            # As the trainer does: a loss once an epoch, after its first update. These fall, and then stay.
            if step % PER_EPOCH == 0:
                scheduler.step(max(1.0 - step / 50, 0.5))
        else:
            scheduler.step()
        if step + 1 in SHOWN:
            print(step + 1, *(repr(x) for x in W.detach().flatten().tolist() + b.detach().tolist()))
    if plan != 'constant' or warm:
        print('rates', *(repr(r) for r in rates))


for name, rate in [('sgd', 0.5), ('momentum', 0.1), ('nesterov', 0.1), ('nesterov0.5', 0.2), ('adagrad', 0.1),
                   ('rmsprop', 0.01), ('rmsprop0.9', 0.005), ('adam', 0.02), ('adam0.8', 0.02), ('adamw', 0.02)]:
    run(name, rate)
    run(name, rate, decay=0.05)
    run(name, rate, decay=0.1, scope='all')
for clip in [0.1, 0.3]:
    run('momentum', 0.1, clip=clip)
    run('adam', 0.02, decay=0.01, clip=clip)
for name, rate in [('sgd', 0.5), ('nesterov', 0.1), ('adamw', 0.02)]:
    for plan in ['step', 'exponential', 'cosine', 'cosine0.1', 'one-cycle', 'plateau']:
        run(name, rate, plan=plan)
    for plan in ['constant', 'step', 'cosine', 'one-cycle']:
        run(name, rate, plan=plan, warm=8)
