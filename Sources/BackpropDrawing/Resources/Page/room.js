// Room for numbers that were changed.
//
// The library's layout is the only one. Where a number grows wider than its place, the drawing is cut open there, from
// top to bottom, and what is right of the cut moves away: nothing else changes, no order, no row and no line's course, so
// what kept clear of each other still does. A cut goes through a label's right end, where the column's lines run level,
// so that it makes them longer and not steeper. Laying out anew would need the library's algorithm a second time, in
// another language, and would throw everything about at every key press.

// The cuts that give every label the width that it needs: each has a place from `left` to `right` and is cut at `at`.
function cutsFor(places) {
  const cuts = [];
  for (const { left, right, at, need } of [...places].sort((a, b) => a.right - b.right)) {
    let have = right - left;
    for (const cut of cuts) if (cut.at > left && cut.at < right) have += cut.by;
    if (need > have) cuts.push({ at: Math.min(Math.max(at, left + 0.5), right - 0.5), by: need - have });
  }
  return cuts.sort((a, b) => a.at - b.at);
}

// How far what stands at x moves.
function moveOf(cuts, x) { return cuts.reduce((sum, cut) => (cut.at < x ? sum + cut.by : sum), 0); }

// The text of a path with each point moved by a function of its position and number.
function movedPath(d, move) {
  let point = 0;
  return d.replace(/(-?[0-9.]+)[ ,](-?[0-9.]+)/g, (_, x, y) => {
    point += 1;
    return rounded(Number(x) + move(Number(x), Number(y), point - 1)) + ' ' + y;
  });
}

function pointCount(d) { return (d.match(/-?[0-9.]+[ ,]-?[0-9.]+/g) ?? []).length; }

function rounded(x) { return Math.round(x * 100) / 100; }
