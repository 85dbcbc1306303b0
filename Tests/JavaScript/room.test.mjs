// Room for numbers that grow, rows of numbers and pictures of them in the drawing.
import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from './support/page.mjs';

const { cutsFor, moveOf, movedPath, cellsOf, columnsOf, mapLevels, tensor } = page({
  result: 0, resultName: 'L', isDouble: true, isOfShapesOnly: false, nodes: [{ shape: [], value: [1], name: 'x' }],
});

test('a place that is wide enough is not cut', () => {
  assert.deepEqual(cutsFor([{ left: 0, right: 40, at: 30, need: 40 }]), []);
});

test('every place gets the width that it needs, and cuts are shared', () => {
  const places = [
    { left: 0, right: 40, at: 30, need: 60 }, { left: 10, right: 50, at: 40, need: 45 },
    { left: 20, right: 80, at: 70, need: 100 }, { left: 90, right: 120, at: 110, need: 31 },
  ];
  const cuts = cutsFor(places);
  for (const { left, right, need } of places) {
    assert.ok(right + moveOf(cuts, right) - left - moveOf(cuts, left) >= need);
  }
  assert.deepEqual(cuts, [{ at: 30, by: 20 }, { at: 70, by: 20 }, { at: 110, by: 1 }]);
});

test('what stood apart stands as far apart at least', () => {
  let seed = 7;
  const random = () => { seed = (seed * 48271) % 2147483647; return seed / 2147483647; };
  for (let round = 0; round < 200; round += 1) {
    const places = Array.from({ length: 20 }, () => {
      const left = random() * 1000;
      const right = left + 5 + random() * 100;
      return { left, right, at: left + random() * (right - left), need: random() * 200 };
    });
    const cuts = cutsFor(places);
    let last = -Infinity;
    for (let x = 0; x < 1100; x += 7) {
      const moved = x + moveOf(cuts, x);
      assert.ok(moved - last >= 7 - 1e-9);
      last = moved;
    }
    for (const { left, right, need } of places) {
      assert.ok(right + moveOf(cuts, right) - left - moveOf(cuts, left) >= Math.min(need, 1e9) - 1e-9);
    }
  }
});

test('the points of a path move one by one', () => {
  assert.equal(movedPath('M10 20L30.5 -4.25L90 7Z', (x, y, point) => (point === 2 ? 100 : x > 20 ? 1 : 0)),
    'M10 20L31.5 -4.25L190 7Z');
});

test('a row falls into brackets and numbers, and columns end below each other', () => {
  assert.deepEqual(cellsOf('[[1, −2.5],'), { opening: '[[', cells: ['1', '−2.5'], closing: '],' });
  assert.deepEqual(cellsOf('[30, 4]]'), { opening: '[', cells: ['30', '4'], closing: ']]' });
  const { indent, ends, width } = columnsOf([cellsOf('[[1, −2.5],'), cellsOf('[30, 4]]')], (text) => text.length);
  assert.deepEqual([indent, ends, width], [2, [4, 10], 12]);
});

// Two rows of four numbers in a picture of one row and two columns: the means of four numbers each.
test('a picture shows the means of the numbers behind each cell', () => {
  const a = tensor([2, 4], [1, 1, 0, 0, 1, 1, -1, -1]);
  assert.deepEqual(mapLevels(a, 1, 2, 1), [8, -4]);
  assert.deepEqual(mapLevels(a, 2, 4, 2), [4, 4, 0, 0, 4, 4, -4, -4]);
  assert.deepEqual(mapLevels(tensor([2], [NaN, 0.01]), 1, 2, 1), [undefined, 1]);
});
