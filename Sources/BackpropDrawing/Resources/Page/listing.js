// All numbers of a tensor, to scroll and to copy: at a click on its line or its numbers, or Enter on them.
const listing = document.getElementById('listing');
let listed;
let opener;

// What a label or a line of the drawing is about, if its numbers can be listed.
function listedAt(target) {
  const label = target.closest('.label');
  const edge = target.closest('.edge');
  const id = label ? Number(label.dataset.node) : edge ? Number(edge.dataset.from) : undefined;
  const node = nodes[id];
  if (!node || node.shape.length === 0 || model.isOfShapesOnly) return undefined;
  const isBack = label ? !label.classList.contains('value') : target.matches('.backward, .backward-head');
  const part = label?.classList.contains('contribution') ? label.dataset.to + '/' + label.dataset.operand : undefined;
  return { id, role: isBack ? 'derivative' : 'value', part };
}

function listingText() {
  const { id, role, part } = listed;
  const seen = seenUpTo(position);
  const isKnown = part ? seen.parts.has(part) : role === 'value' ? seen.known.has(id) : seen.derived.has(id);
  if (!isKnown) return say('notYet');
  const a = part ? seen.parts.get(part) : role === 'value' ? seen.values[id] : seen.gradients[id];
  // A row of numbers a line, so that they can be read; as it stands it can be a value of an input.
  return a ? nested(a, exact).replace(/\], \[/g, '],\n [') : say('tooMany');
}

function fillListing() {
  if (!listed) return;
  const node = nodes[listed.id];
  const name = listed.role === 'value' ? nameOf(node) : derivativeBy(shortNameOf(node));
  const title = name + ' ' + shapeText(node.shape);
  document.getElementById('listing-title').textContent = title;
  const text = document.getElementById('listing-text');
  text.value = listingText();
  text.setAttribute('aria-label', title);
  document.getElementById('listing-note').textContent = '';
}

function openListing(found, from) {
  listed = found;
  opener = from;
  fillListing();
  listing.showModal();
  const text = document.getElementById('listing-text');
  text.focus();
  text.setSelectionRange(0, 0);
  text.scrollTop = 0;
}

async function copyListing() {
  const text = document.getElementById('listing-text');
  let isCopied = false;
  try {
    await navigator.clipboard.writeText(text.value);
    isCopied = true;
  } catch {
    // Where the page may not use the clipboard itself, the selected text is copied as a person does it.
    text.focus();
    text.select();
    isCopied = document.execCommand('copy');
  }
  document.getElementById('listing-note').textContent = say(isCopied ? 'copied' : 'notCopied');
}

listing.addEventListener('close', () => {
  listed = undefined;
  opener?.focus();
});
document.getElementById('listing-close').addEventListener('click', () => listing.close());
document.getElementById('listing-copy').addEventListener('click', copyListing);
// Outside of its frame a click closes it.
listing.addEventListener('click', (event) => { if (event.target === listing) listing.close(); });

// The numbers of tensors take the focus and say what they open.
function labelListings() {
  for (const { element, node } of labels) {
    if (!nodes[node] || nodes[node].shape.length === 0 || model.isOfShapesOnly || element.classList.contains('result')) continue;
    element.setAttribute('tabindex', '0');
    element.setAttribute('role', 'button');
    element.setAttribute('aria-haspopup', 'dialog');
    const name = element.classList.contains('value') ? nameOf(nodes[node]) : derivativeBy(shortNameOf(nodes[node]));
    element.setAttribute('aria-label', say('allNumbers', name));
  }
}

svg.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  const found = listedAt(event.target);
  if (!found) return;
  event.preventDefault();
  openListing(found, event.target);
});
