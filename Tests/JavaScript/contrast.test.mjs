// The colours of the drawings and pages: every text against what it stands on, light, dark and on paper.
//
// https://www.w3.org/TR/WCAG22: text needs 4.5 : 1 (1.4.3), lines and pictures 3 : 1 (1.4.11). A tool that looks at a
// page can't tell for text in a drawing, whose ground is another shape.
import assert from 'node:assert/strict';
import test from 'node:test';
import { script } from './support/page.mjs';

// The rules of a style outside of media queries, or in those for a medium.
function rulesOf(style, medium) {
  const rules = [];
  const outside = style.replace(/@media ([^{]*)\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}/g, (_, condition, inner) => {
    if (condition.includes(medium)) rules.push(inner);
    return '';
  });
  return [outside, ...rules].join('\n');
}

// The custom properties of a selector, later ones in the place of earlier ones.
function propertiesOf(rules, selector) {
  const found = {};
  for (const [, name, body] of rules.matchAll(/([^{}\n]+)\{([^{}]*)\}/g)) {
    if (name.trim() !== selector) continue;
    for (const [, property, value] of body.matchAll(/(--[\w-]+):([^;]+)/g)) found[property.slice(2)] = value;
  }
  return found;
}

function channelsOf(colour) {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/.exec(colour)?.[1];
  assert.ok(hex, `${colour} is a colour`);
  const wide = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  return [0, 2, 4].map((start) => parseInt(wide.slice(start, start + 2), 16));
}

function luminance(channels) {
  const [red, green, blue] = channels.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a, b) {
  const [x, y] = [a, b].map((colour) => luminance(Array.isArray(colour) ? colour : channelsOf(colour)));
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

// What a colour with an opacity looks like on a ground.
function over(colour, opacity, ground) {
  const [top, bottom] = [channelsOf(colour), channelsOf(ground)];
  return top.map((value, i) => value * opacity + bottom[i] * (1 - opacity));
}

const media = ['none', 'prefers-color-scheme:dark', 'print'];

function expectContrast(least, pairs, medium) {
  for (const [what, a, b] of pairs) {
    const found = contrast(a, b);
    assert.ok(found >= least, `${what}, ${medium}: ${found.toFixed(2)} : 1 is less than ${least} : 1`);
  }
}

test('the contrast of known colours', () => {
  assert.equal(contrast('#000', '#fff'), 21);
  assert.equal(contrast('#777', '#ffffff').toFixed(2), '4.48');
});

for (const medium of media) {
  test(`texts, lines and pictures of a drawing, ${medium}`, () => {
    const rules = rulesOf(script('graph_style'), medium);
    const { paper, ink, line, back, pale, group, wrong } = propertiesOf(rules, '.graph');
    const [above, below] = ['above', 'below'].map((name) => new RegExp(`\\.${name}\\{fill:(#\\w+)`).exec(rules)[1]);
    const grounds = { paper, group };
    for (const [name, ground] of Object.entries(grounds)) {
      expectContrast(4.5, Object.entries({ ink, pale, wrong }).map(([text, colour]) =>
        [`${text} on ${name}`, colour, ground]), medium);
      expectContrast(3, Object.entries({ line, back, wrong, above, below }).map(([text, colour]) =>
        [`${text} on ${name}`, colour, ground]), medium);
    }
    // A text that no rule gives a colour would be black, on dark paper, too.
    assert.match(rules, /\.graph text\{[^}]*fill:var\(--ink\)/);
  });

  test(`texts and lines of a page and its drawing's steps, ${medium}`, () => {
    const rules = rulesOf(script('page_style'), medium);
    const { paper, ink, muted, card, accent, warn, up, local, down } = propertiesOf(rules, ':root');
    const drawing = propertiesOf(rules, '.graph');
    for (const [name, ground] of Object.entries({ paper, card })) {
      expectContrast(4.5, Object.entries({ ink, muted, accent, warn, up, local, down }).map(([text, colour]) =>
        [`${text} on ${name}`, colour, ground]), medium);
    }
    for (const [name, ground] of [['paper', drawing.paper], ['group', drawing.group]]) {
      expectContrast(4.5, Object.entries({ accent, local }).map(([text, colour]) =>
        [`${text} on the drawing's ${name}`, colour, ground]), medium);
      // That of a text in the same colour asks more of a line in accent.
      expectContrast(3, Object.entries({ up, down }).map(([text, colour]) =>
        [`a line in ${text} on the drawing's ${name}`, colour, ground]), medium);
    }
    expectContrast(3, [['the border of a field', muted, paper]], medium);
  });

  test(`texts, curves and cells of a report, ${medium}`, () => {
    const rules = rulesOf(script('report_style'), medium);
    const colours = propertiesOf(rules, ':root');
    const { paper, card, ink, muted, accent, warn } = colours;
    for (const [name, ground] of Object.entries({ paper, card })) {
      expectContrast(4.5, Object.entries({ ink, muted, accent }).map(([text, colour]) =>
        [`${text} on ${name}`, colour, ground]), medium);
    }
    expectContrast(3, [['what is wrong', warn, paper]], medium);
    // The names at the ends of curves have their colours, which need more than a line does.
    for (let i = 1; i <= 8; i += 1) expectContrast(4.5, [[`the name of curve ${i}`, colours['c' + i], paper]], medium);
    const cells = [...rules.matchAll(/\.(right|wrong)\.k(\d)\{background:rgba\(var\(--\w+\),([\d.]+)\)/g)];
    assert.equal(cells.length, 16);
    for (const [, kind, step, opacity] of cells) {
      const hex = '#' + colours[kind].split(',').map((value) => Number(value).toString(16).padStart(2, '0')).join('');
      expectContrast(4.5, [[`a number in a ${kind} cell of step ${step}`, ink, over(hex, Number(opacity), paper)]], medium);
    }
  });
}
