// How a page's drawing is divided among sheets of paper.
import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from './support/page.mjs';

const { SHEET, SMALLEST_PRINT, freeHeights, sheetEnds, paperPlan } = page({
  result: 0, resultName: 'L', isDouble: true, isOfShapesOnly: false, nodes: [{ shape: [], value: [1], name: 'x' }],
});

function box(top, bottom, left = 0, right = 10) { return { top, bottom, left, right }; }

test('a drawing may be cut where nothing stands', () => {
  assert.deepEqual(freeHeights([box(10, 20), box(30, 50), box(15, 25), box(60, 70)], 100), [27.5, 55]);
  assert.deepEqual(freeHeights([box(0, 10)], 100), []);
  assert.deepEqual(freeHeights([], 100), []);
});

test('sheets end with rows, else between what stands on them, and never within it', () => {
  assert.deepEqual(sheetEnds(100, [], [], 200, 200), [100]);
  assert.deepEqual(sheetEnds(100, [30, 60, 80], [10, 70, 90], 65, 65), [60, 100]);
  assert.deepEqual(sheetEnds(100, [], [10, 40, 70, 90], 50, 65), [40, 100]);
  assert.deepEqual(sheetEnds(100, [], [10, 40, 70, 90], 50, 35), [40, 70, 100]);
  // The first sheet has less room.
  assert.deepEqual(sheetEnds(100, [30, 60, 90], [], 40, 70), [30, 100]);
  // Where a part is higher than a sheet, it stays whole.
  assert.deepEqual(sheetEnds(100, [], [80], 30, 30), [80, 100]);
  assert.deepEqual(sheetEnds(100, [], [], 30, 30), [100]);
});

test('a drawing stands on one sheet while its letters can be read there, and all of its parts on some sheet', () => {
  assert.deepEqual(paperPlan([300, 400], [], [0], 800), { scale: 1, ends: [400] });
  assert.equal(paperPlan([2 * SHEET.width, 400], [], [0], 800).scale, 0.5);
  assert.deepEqual(paperPlan([500, 1000], [], [0], 800), { scale: 0.8, ends: [1000] });
  const boxes = Array.from({ length: 40 }, (_, i) => box(i * 100 + 10, i * 100 + 80));
  const { scale, ends } = paperPlan([718, 4000], boxes, [0, 1000, 2000, 3000], 500);
  assert.equal(scale, 1);
  assert.deepEqual(ends, [495, 1000, 1895, 2000, 2895, 3000, 3895, 4000]);
  for (const end of ends.slice(0, -1)) assert.ok(boxes.every(({ top, bottom }) => end <= top || end >= bottom));
  const high = paperPlan([718, 3000], [box(0, 2990)], [0], 800);
  assert.deepEqual(high.ends, [3000]);
  assert.ok(high.scale < SMALLEST_PRINT && high.scale * 3000 <= SHEET.height);
});
