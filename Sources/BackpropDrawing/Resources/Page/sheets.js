// How a drawing is divided among sheets of paper: by its rows, or where nothing but lines is cut.

// A sheet of A4 or Letter without its margins, in pixels.
const SHEET = { width: 718, height: 930 };
// Letters of 13 pixels in a drawing are no smaller than 8 where that puts it on one sheet: six points.
const SMALLEST_PRINT = 8 / 13;

// Where a drawing may be cut that goes from 0 to a height: between what stands below each other.
function freeHeights(boxes, height) {
  const found = [];
  let bottom = 0;
  for (const box of [...boxes].sort((a, b) => a.top - b.top)) {
    if (box.top > bottom && bottom > 0) found.push((bottom + box.top) / 2);
    bottom = Math.max(bottom, box.bottom);
  }
  return found.filter((y) => y < height);
}

// The places where sheets begin and end, from 0 to the drawing's height: as few as there can be where rows end, else
// wherever a cut is free. A part that nothing divides may be higher than a sheet.
function sheetEnds(height, starts, free, first, rest) {
  const ends = [];
  for (let top = 0; top < height;) {
    const limit = top + (ends.length === 0 ? first : rest);
    const below = (places) => places.filter((y) => y > top);
    const fitting = (places) => below(places).filter((y) => y <= limit).pop();
    const end = limit >= height ? height : fitting(starts) ?? fitting(free) ?? below(free)[0] ?? height;
    ends.push(end);
    top = end;
  }
  return ends;
}

// The sizes of a drawing on paper: how large it is there, and where its sheets end.
function paperPlan([width, height], boxes, starts, first) {
  const scale = Math.min(1, SHEET.width / width);
  const whole = Math.min(scale, first / height);
  if (whole >= Math.min(scale, SMALLEST_PRINT)) return { scale: whole, ends: [height] };
  const free = freeHeights(boxes, height);
  const ends = sheetEnds(height, starts.filter((y) => y > 0), free, first / scale, SHEET.height / scale);
  const highest = Math.max(...ends.map((end, i) => end - (ends[i - 1] ?? 0)));
  return { scale: Math.min(scale, SHEET.height / highest), ends };
}
