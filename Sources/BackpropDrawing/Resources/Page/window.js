// Which of the drawings the page shows: the one with the longest rows whose text is not too small in this window.
const figure = document.getElementById('drawing');
const svg = (() => {
  const READABLE = 0.7;
  const drawings = [...figure.querySelectorAll('svg')];
  const widthOf = (drawing) => drawing.viewBox.baseVal.width;
  const byWidth = [...drawings].sort((a, b) => widthOf(b) - widthOf(a));
  const chosen = byWidth.find((drawing) => figure.clientWidth / widthOf(drawing) >= READABLE) ?? byWidth[byWidth.length - 1];
  const prefix = chosen.parentElement.dataset.prefix ?? '';
  figure.replaceChildren(chosen);
  // On paper all but the longest become as small as a sheet is high.
  chosen.classList.toggle('long', chosen.viewBox.baseVal.height > 2 * widthOf(chosen));
  // Alone in the page it has the ids of a drawing that is alone.
  for (const part of prefix ? chosen.querySelectorAll(`[id^="${prefix}"]`) : []) part.id = part.id.slice(prefix.length);
  return chosen;
})();
