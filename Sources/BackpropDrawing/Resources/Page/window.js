// Which of the drawings the page shows: the one with the longest rows whose text is not too small in this window.
const figure = document.getElementById('drawing');

// How small a drawing may become by itself to be seen as a whole: on a phone its letters are 11 pixels high at least.
function smallestScale() { return figure.clientWidth <= 500 ? 11 / 13 : 0.7; }

// The drawing for most windows is that for paper, too.
const forPaper = figure.querySelector('svg');
const svg = (() => {
  const drawings = [...figure.querySelectorAll('svg')];
  const widthOf = (drawing) => drawing.viewBox.baseVal.width;
  const byWidth = [...drawings].sort((a, b) => widthOf(b) - widthOf(a));
  const chosen = byWidth.find((drawing) => figure.clientWidth / widthOf(drawing) >= smallestScale()) ?? byWidth[byWidth.length - 1];
  const prefix = chosen.parentElement.dataset.prefix ?? '';
  figure.replaceChildren(chosen);
  // Alone in the page it has the ids of a drawing that is alone.
  for (const part of prefix ? chosen.querySelectorAll(`[id^="${prefix}"]`) : []) part.id = part.id.slice(prefix.length);
  return chosen;
})();
