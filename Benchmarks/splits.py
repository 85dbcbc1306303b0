#!/usr/bin/env python3
"""Measures trainings on tables beside scikit-learn, each on the same rows.

    splits.py BACKPROP [--table FILE.csv:TARGET[:regress] ...]

Needs pandas and scikit-learn. Each table is split by chance, a fifth to measure with, several times; both programs get the rows of
each split. Numbers are standardised and words one-hot in both, rows with missing cells are left out. Besides the files that are
named, and iris, digits, wine, breast cancer and diabetes, which scikit-learn has, there are tables that are made up, so that nothing is
tuned to a single one. Prints a Markdown table: the mean of accuracy or R2 over the splits, and the median seconds of a fit."""
import argparse
import json
import os
import subprocess
import tempfile
import time
import warnings

import numpy
import pandas
from sklearn import datasets
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def classes(data):
    """A table of classes from samples and their numbers."""
    frame = pandas.DataFrame(data[0], columns=[f"x{i}" for i in range(data[0].shape[1])])
    return frame.assign(y=[f"c{label}" for label in data[1]]), "y", False


def numbers(data):
    frame = pandas.DataFrame(data[0], columns=[f"x{i}" for i in range(data[0].shape[1])])
    return frame.assign(y=data[1]), "y", True


def tables(files):
    """All tables by name: the rows, the target, and whether that is a number."""
    found = {}
    for file in files:
        path, target, *rest = file.split(":")
        name = os.path.splitext(os.path.basename(path))[0]
        found[name] = (pandas.read_csv(path).dropna(), target, rest == ["regress"])
    found.setdefault("iris", classes(datasets.load_iris(return_X_y=True)))
    found.setdefault("diabetes", numbers(datasets.load_diabetes(return_X_y=True)))
    found.setdefault("handwritten digits, 8 × 8", classes(datasets.load_digits(return_X_y=True)))
    found["wine"] = classes(datasets.load_wine(return_X_y=True))
    found["breast cancer"] = classes(datasets.load_breast_cancer(return_X_y=True))
    found["moons"] = classes(datasets.make_moons(300, noise=0.25, random_state=1))
    found["circles"] = classes(datasets.make_circles(200, noise=0.15, factor=0.5, random_state=1))
    found["4 classes"] = classes(datasets.make_classification(
        500, 20, n_informative=5, n_redundant=5, n_classes=4, n_clusters_per_class=2, random_state=1))
    found["5 classes"] = classes(datasets.make_classification(
        3000, 30, n_informative=10, n_classes=5, n_clusters_per_class=3, flip_y=0.05, random_state=2))
    found["quantiles"] = classes(datasets.make_gaussian_quantiles(
        n_samples=400, n_features=4, n_classes=3, random_state=3))
    found["Friedman 1"] = numbers(datasets.make_friedman1(400, noise=1, random_state=1))
    found["Friedman 2"] = numbers(datasets.make_friedman2(300, noise=50, random_state=1))
    found["Friedman 3"] = numbers(datasets.make_friedman3(300, noise=0.1, random_state=1))
    found["linear, noisy"] = numbers(datasets.make_regression(
        200, 20, n_informative=8, noise=60, random_state=1))
    found["Friedman 1, large"] = numbers(datasets.make_friedman1(4000, noise=1, random_state=2))
    return found


def ours(program, folder, target, is_number, options):
    """What our program makes of a split, with its defaults."""
    task = ["--task", "regress" if is_number else "classify"]
    result = subprocess.run(
        [program, "train", "--data", os.path.join(folder, "train.csv"), "--test", os.path.join(folder, "test.csv"),
         "--target", target, "--format", "json", "--quiet", *task, *options],
        check=True, stdout=subprocess.PIPE, text=True)
    summary = json.loads(result.stdout.strip().splitlines()[-1])
    return summary["hold_out_r2" if is_number else "hold_out_accuracy"], summary["seconds"]


def theirs(model, train, test, target):
    """What a model of scikit-learn makes of it."""
    rows, others = train.drop(columns=target), test.drop(columns=target)
    words = rows.select_dtypes(exclude="number").columns
    pipeline = make_pipeline(
        make_column_transformer((StandardScaler(), rows.columns.difference(words)),
                                (OneHotEncoder(handle_unknown="ignore"), words)), model)
    start = time.perf_counter()
    pipeline.fit(rows, train[target])
    return pipeline.score(others, test[target]), time.perf_counter() - start


def measure(options, table, folder):
    """The mean score and the median time of each program."""
    frame, target, is_number = table
    found = [[], [], []]
    for split in range(options.splits):
        train, test = train_test_split(
            frame, test_size=0.2, random_state=split, stratify=None if is_number else frame[target])
        train.to_csv(os.path.join(folder, "train.csv"), index=False)
        test.to_csv(os.path.join(folder, "test.csv"), index=False)
        found[0].append(ours(options.backprop, folder, target, is_number, options.options))
        train, test = (pandas.read_csv(os.path.join(folder, name)) for name in ("train.csv", "test.csv"))
        network = MLPRegressor(max_iter=1000, random_state=0) if is_number else MLPClassifier(random_state=0)
        linear = Ridge() if is_number else LogisticRegression(max_iter=1000)
        found[1].append(theirs(network, train, test, target))
        found[2].append(theirs(linear, train, test, target))
    return [(numpy.mean([score for score, _ in runs]), numpy.median([seconds for _, seconds in runs])) for runs in found]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("backprop", help="the program")
    parser.add_argument("--table", action="append", default=[], dest="files", metavar="FILE:TARGET",
                        help="a further table, as in penguins.csv:species or houses.csv:price:regress")
    parser.add_argument("--splits", type=int, default=10, help="how often each table is split (default: 10)")
    parser.add_argument("--options", nargs=argparse.REMAINDER, default=[], help="options for the program, all that follow")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    print("| table | rows | swift-backprop | scikit-learn MLP | linear | seconds | scikit-learn MLP |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    means = []
    for name, table in tables(options.files).items():
        with tempfile.TemporaryDirectory() as folder:
            found = measure(options, table, folder)
        means.append([score for score, _ in found])
        scores = " | ".join(f"{score:.4f}" for score, _ in found)
        print(f"| {name} | {len(table[0]):,} | {scores} | {found[0][1]:.3f} | {found[1][1]:.3f} |", flush=True)
    print("| mean | | " + " | ".join(f"{mean:.4f}" for mean in numpy.mean(means, axis=0)) + " | | |")


if __name__ == "__main__":
    main()
