for (const chart of document.querySelectorAll('svg.chart')) {
  const stops = [...chart.querySelectorAll('.stop')];
  let place = -1;
  for (const stop of stops) stop.querySelector('title').remove();
  function show(index) {
    place = index;
    const stop = stops[index];
    const name = root.lang === 'zh-Hans' ? 'data-zh-template' : 'data-template';
    let sentence = chart.getAttribute(name);
    stop.dataset.values.split('|').forEach((value, number) => {
      sentence = sentence.split('{' + number + '}').join(value);
    });
    hide();
    cursor = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    const top = Number(stop.getAttribute('y'));
    cursor.setAttribute('class', 'cursor');
    cursor.setAttribute('d', 'M' + stop.dataset.x + ' ' + top + 'v' + stop.getAttribute('height'));
    chart.appendChild(cursor);
    tip.textContent = sentence;
    tip.hidden = false;
    const frame = chart.getBoundingClientRect();
    const scale = frame.width / chart.viewBox.baseVal.width;
    const x = frame.left + Number(stop.dataset.x) * scale;
    const y = frame.top + top * scale - tip.offsetHeight;
    const left = x + 10 + tip.offsetWidth > root.clientWidth ? x - 10 - tip.offsetWidth : x + 10;
    tip.style.transform = 'translate(' + Math.max(4, left) + 'px,' + Math.max(4, y) + 'px)';
  }
  stops.forEach((stop, index) => {
    stop.addEventListener('pointerenter', () => show(index));
    stop.addEventListener('click', () => show(index));
  });
  chart.addEventListener('pointerleave', hide);
  chart.addEventListener('focusout', hide);
  chart.addEventListener('keydown', (event) => {
    const last = stops.length - 1;
    const next = {
      ArrowRight: place + 1, ArrowLeft: place < 0 ? last : place - 1, Home: 0, End: last,
      PageDown: place + 10, PageUp: place - 10,
    }[event.key];
    if (event.key === 'Escape') {
      place = -1;
      hide();
    } else if (next !== undefined && last >= 0 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      show(Math.min(Math.max(next, 0), last));
      event.preventDefault();
    }
  });
}
speak((navigator.language || 'en').toLowerCase().startsWith('zh') ? 'zh-Hans' : 'en');
