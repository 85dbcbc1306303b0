// The page on paper. Before the first step it is the whole graph with all values and derivatives, as a book prints it;
// whoever has gone to a step prints that step. A drawing that would be too small on one sheet takes several, cut between
// its rows, or where nothing but lines is cut.

// The drawing of a step for paper: that on the screen, or where that is for a phone or a wide screen, the one between.
function drawingForPaper(step, seen, paper) {
  if (forPaper === svg) {
    draw(step, seen);
    const copy = svg.cloneNode(true);
    paper.replaceChildren(copy);
    return copy;
  }
  const copy = forPaper.cloneNode(true);
  paper.replaceChildren(copy);
  const parts = partsOf(copy);
  const { width, height } = copy.viewBox.baseVal;
  const geometry = geometryOf(copy, parts, [width, height]);
  setSize(copy, moveApart(geometry, neededCuts(geometry)));
  drawParts(parts, step, seen);
  showMarks(isOriginal(), markedIn(copy));
  for (const { element, words } of wordsIn(copy)) element.textContent = words();
  return copy;
}

const paper = element('div', { id: 'paper', 'aria-hidden': 'true' });
figure.after(paper);

// What a drawing consists of.
const PARTS = '.node, .label, .edge, .group';

// What the title leaves of the first sheet's height, which the drawing begins on unless that is little.
function heightOfFirstSheet() {
  const title = document.querySelector('h1');
  const left = SHEET.height - 80 - title.scrollHeight * Math.min(1, title.clientWidth / SHEET.width);
  return left < SHEET.height / 3 ? SHEET.height : left;
}

function layOutPaper() {
  const isWhole = position === 0;
  const last = now.steps.length - 1;
  const [step, seen] = isWhole ? [{ kind: 'whole' }, seenUpTo(last)] : [now.steps[position], seenUpTo(position)];
  paper.classList.add('measured');
  const drawing = drawingForPaper(step, seen, paper);
  const { width, height } = drawing.viewBox.baseVal;
  const boxes = [...drawing.querySelectorAll('.node, .label, .group text')].map(boxOf);
  const { scale, ends } = paperPlan([width, height], boxes, rowStarts(drawing), heightOfFirstSheet());
  drawTable(step, seen);
  const heights = [...drawing.querySelectorAll(PARTS)].map(boxOf);
  paper.replaceChildren(...ends.map((end, i) => {
    const start = ends[i - 1] ?? 0;
    const sheet = drawing.cloneNode(true);
    sheet.setAttribute('viewBox', `0 ${rounded(start)} ${rounded(width)} ${rounded(end - start)}`);
    sheet.setAttribute('width', rounded(width * scale));
    sheet.setAttribute('height', rounded((end - start) * scale));
    // What stands on other sheets only would make the file many times as large.
    [...sheet.querySelectorAll(PARTS)].forEach((part, k) => {
      if (heights[k].bottom < start || heights[k].top > end) part.remove();
    });
    return sheet;
  }));
  paper.classList.remove('measured');
  document.documentElement.classList.add('on-paper');
  document.documentElement.classList.toggle('whole', isWhole);
}

function clearPaper() {
  paper.replaceChildren();
  document.documentElement.classList.remove('on-paper', 'whole');
  show();
}

window.addEventListener('beforeprint', layOutPaper);
window.addEventListener('afterprint', clearPaper);
