#!/usr/bin/env python3
"""What the kernels' tanh, sigmoid, erf, exp, log1p and GELU are made from and tested with, by mpmath.

  coefficients   writes the polynomials of Sources/CKernels/loops/bounded.h and activations.h
  table          writes Tests/CKernelsTests/Recorded/functions.txt

Needs mpmath (https://mpmath.org).
"""
import random
import sys

from mpmath import cos, erf, erfc, exp, floor, frexp, ldexp, log, log1p, lu_solve, matrix, mp, mpf, pi, sqrt, tanh

# --- Coefficients


def polynomial(coefficients, x):
    value = mpf(0)
    for c in reversed(coefficients):
        value = value * x + c
    return value


def fit(degree, top):
    """P with -log(erfc(x)) = 2/sqrt(pi) x + x^2 P(x) from 0 to `top`, by Remez' exchange.

    The weight is what an error of P does to erf(x) = 1 - exp(log(erfc(x))), relatively.
    """
    points = [top * (1 - cos(pi * (i + mpf(1) / 2) / 1500)) / 2 for i in range(1500)]
    wanted = [(-log(erfc(x)) - 2 / sqrt(pi) * x) / x**2 for x in points]
    weights = [x**2 * erfc(x) / erf(x) for x in points]
    count = degree + 2
    chosen = [int(0.9 * 1499 * i / (count - 1)) for i in range(count)]
    while True:
        equations, values = matrix(count, count), matrix(count, 1)
        for row, k in enumerate(chosen):
            for j in range(degree + 1):
                equations[row, j] = points[k]**j
            equations[row, degree + 1] = (-1)**row / weights[k]
            values[row] = wanted[k]
        solution = list(lu_solve(equations, values))
        p, level = solution[:-1], abs(solution[-1])
        errors = [(polynomial(p, x) - v) * w for x, v, w in zip(points, wanted, weights)]
        # The largest error of each sign in turn.
        chosen = []
        for k, error in enumerate(errors):
            if chosen and (errors[chosen[-1]] > 0) == (error > 0):
                if abs(error) > abs(errors[chosen[-1]]):
                    chosen[-1] = k
            else:
                chosen.append(k)
        while len(chosen) > count:
            chosen.pop(0 if abs(errors[chosen[0]]) < abs(errors[chosen[-1]]) else -1)
        if max(map(abs, errors)) < 1.01 * level:
            return p, level


def sum_as_doubles(coefficients):
    value = 0.0
    for c in reversed(coefficients):
        value += float(c)
    return mpf(value)


def tail(degree, shift, top):
    """P with Phi(-x) = e^(-x^2/2) r P(u) from 0 to `top`, where r = 1 / (x + shift) and u = 1 - slope x r is in -1 ... 1.

    By interpolation at the zeros of a Chebyshev polynomial, whose error is within a few times of the least there is.
    """
    slope = 2 * (shift + top) / top

    def wanted(u):
        x = (1 - u) * shift / (slope - 1 + u)
        return exp(x * x / 2) * erfc(x / sqrt(2)) / 2 * (x + shift)

    count = degree + 1
    angles = [pi * (k + mpf(1) / 2) / (8 * count) for k in range(8 * count)]
    values = [wanted(cos(angle)) for angle in angles]
    powers, p = [[mpf(1)], [mpf(0), mpf(1)]], [mpf(0)] * count
    while len(powers) < count:
        following = [mpf(0)] + [2 * c for c in powers[-1]]
        for i, c in enumerate(powers[-2]):
            following[i] -= c
        powers.append(following)
    for j in range(count):
        weight = sum(v * cos(j * a) for v, a in zip(values, angles)) * (1 if j == 0 else 2) / len(angles)
        for i, c in enumerate(powers[j]):
            p[i] += weight * c
    # Phi(0) is to be 1/2 to the last bit, in the additions that the kernel makes there; what that takes is spread so that
    # it vanishes at the other end.
    p = [mpf(float(c)) for c in p]
    p[1] += (mpf(shift) / 2 - sum_as_doubles(p)) / 2
    p[0] += mpf(shift) / 2 - sum_as_doubles(p)
    level = max(abs(polynomial(p, cos(a)) / v - 1) for v, a in zip(values, angles))
    return slope, p, level


def coefficients():
    mp.prec = 240
    first = 2 / sqrt(pi)
    high = float(first)
    print("2/sqrt(pi) =", high.hex(), "+", float(first - mpf(high)).hex())
    for name, degree, top in (("Float", 10, 4), ("Double", 24, 6)):
        p, level = fit(degree, mpf(top))
        print(f"{name}: erf is off by at most 2^{float(log(level, 2)):.1f} of itself")
        for c in p:
            print(f"    {float(c).hex()},")
    for name, degree, shift, top in (("Float", 11, 4.25, 16), ("Double", 24, 5.75, 39)):
        slope, p, level = tail(degree, mpf(shift), mpf(top))
        print(f"{name}: Phi's tail is off by at most 2^{float(log(level, 2)):.1f} of itself; x + {shift}")
        print(f"    u = 1 - {float(slope).hex()} x r")
        for c in p:
            print(f"    {float(c).hex()},")


# --- Table


def rounded(y, precision, lowest):
    """The bits' worth of y: (m, e) with m 2^e the nearest number, and by how many thousandths of 2^e y lies above it."""
    e = max(frexp(y)[1] - precision, lowest)
    scaled = ldexp(abs(y), -e)
    m = int(floor(scaled))
    rest = scaled - m
    if rest > 0.5 or (rest == 0.5 and m % 2 == 1):
        m += 1
    return m, e, int(floor((scaled - m) * 1000 + mpf(1) / 2))


def bits(y, precision, width):
    """The bits of the number next to y, and what is missing, in thousandths of its last place."""
    bias = 2**(width - precision - 1) - 1
    lowest = 2 - bias - precision
    sign = 1 if y < 0 else 0
    if y == 0:
        return 0, 0
    m, e, rest = rounded(y, precision, lowest)
    # A carry from the significand belongs into the exponent, and so does the leading bit's 1.
    pattern = m + ((e - lowest) << (precision - 1))
    return min(pattern, (2 * bias + 1) << (precision - 1)) | sign << (width - 1), -rest if sign else rest


def value(pattern, precision, width):
    bias = 2**(width - precision - 1) - 1
    exponent = pattern >> (precision - 1) & (2 * bias + 1)
    m = pattern & (2**(precision - 1) - 1)
    if exponent:
        m += 2**(precision - 1)
    x = ldexp(mpf(m), max(exponent, 1) + 1 - bias - precision)
    return -x if pattern >> (width - 1) else x


def table():
    mp.prec = 3000
    print("# Written by Scripts/kernel-functions.py: the bits of numbers x, and tanh, sigmoid, erf and exp of x and")
    print("# log1p of |x|, each as the bits of the nearest number and the thousandths of its last place that it lacks.")
    for name, precision, width in (("float", 24, 32), ("double", 53, 64)):
        random.seed(name)
        print(name)
        bias = 2**(width - precision - 1) - 1
        for exponent in range(2 * bias + 1):
            # Beyond these the functions are x or constant: fewer numbers.
            near = -precision - 2 <= exponent - bias <= 9
            for turn in range(8 if near else 1 if width == 32 or exponent % 4 == 0 else 0):
                x_bits = random.getrandbits(precision - 1) | exponent << (precision - 1)
                if random.getrandbits(1):
                    x_bits |= 1 << (width - 1)
                x = value(x_bits, precision, width)
                line = f"{x_bits:0{width // 4}x}"
                # Far out nothing is to be computed.
                far = x if abs(x) < 1100 else 1100 if x > 0 else mpf(-1100)
                for y in (tanh(far), 1 / (1 + exp(-far)), erf(far if abs(far) < 30 else 30 * far / abs(far)), exp(far), log1p(abs(x))):
                    y_bits, rest = bits(y, precision, width)
                    line += f" {y_bits:0{width // 4}x} {rest}"
                print(line)


{"coefficients": coefficients, "table": table}[sys.argv[1]]()
