#!/usr/bin/env python3
"""Writes Tests/BackpropTests/Recorded/losses.json: PyTorch's losses and their derivatives, in float64.

    pip install torch
    Scripts/pytorch-losses.py > Tests/BackpropTests/Recorded/losses.json
"""
import json
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(3)
cases = []


def record(kind, loss, x, t=None, classes=None, **settings):
    x = x.clone().requires_grad_()
    target = torch.tensor(classes) if classes is not None else t.clone().requires_grad_()
    value = loss(x, target)
    value.backward()
    case = {'kind': kind, 'shape': list(x.shape), 'x': x.detach().flatten().tolist(), 'value': value.item(),
            'dx': x.grad.flatten().tolist(), **settings}
    if classes is not None:
        case['classes'] = classes
    else:
        case['t'] = t.flatten().tolist()
        case['dt'] = target.grad.flatten().tolist()
    cases.append(case)


for rows, count in [(1, 2), (4, 3), (7, 5)]:
    x = 2 * torch.randn(rows, count)
    labels = torch.randint(count, (rows,)).tolist()
    t = torch.softmax(torch.randn(rows, count), 1)
    weights = (0.25 + torch.rand(count)).tolist()
    for smoothing in [0.0, 0.1, 1.0]:
        for w in [None, weights]:
            settings = {'smoothing': smoothing, **({'weights': w} if w else {})}
            def loss(x, t):
                return F.cross_entropy(x, t, weight=torch.tensor(w) if w else None, label_smoothing=smoothing)
            record('softmax', loss, x, classes=labels, **settings)
            record('softmax', loss, x, t=t, **settings)

for shape in [(1, 1), (4, 1), (3, 4), (2, 2, 3)]:
    x = 3 * torch.randn(shape)
    record('sigmoid', F.binary_cross_entropy_with_logits, x, t=torch.rand(shape))
    record('sigmoid', F.binary_cross_entropy_with_logits, 20 * x, t=(torch.rand(shape) > 0.5).double())
    y, t = 2 * torch.randn(shape), torch.randn(shape)
    record('squared', F.mse_loss, y, t=t)
    for delta in [0.5, 1.0, 2.5]:
        record('huber', lambda y, t: F.huber_loss(y, t, delta=delta), y, t=t, delta=delta)

print('[' + ',\n'.join(json.dumps(case) for case in cases) + ']')
