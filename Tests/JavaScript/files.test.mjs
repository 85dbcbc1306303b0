// The files themselves: which of them the program embeds, and what HTML would make of them.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import test from 'node:test';
import vm from 'node:vm';
import { lists, resources, script, textOf } from './support/page.mjs';

const files = readdirSync(resources, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(resources, join(entry.parentPath ?? entry.path, entry.name)))
  .sort();

test('every file is embedded, and none is missing', () => {
  assert.deepEqual([...new Set([...lists.values()].flat())].sort(), files);
});

test('a script is one scope of strict code, in which no name is declared twice', () => {
  for (const text of [script('page_mathematics', 'page_stepping'), script('report_script')]) {
    assert.match(text, /^'use strict';\n/);
    assert.ok(new vm.Script(text));
    const names = [...text.matchAll(/^(?:function|const|let|class) (\w+)/gm)].map(([, name]) => name);
    assert.deepEqual(names.filter((name, position) => names.indexOf(name) !== position), []);
  }
});

// https://html.spec.whatwg.org, "Restrictions for contents of script elements"; a style ends at its end tag.
test('no file can end the element that it stands in, or ask for anything elsewhere', () => {
  for (const file of files) {
    assert.doesNotMatch(textOf(file), /<!--|<\/?script|<\/style|@import|url\(|\0|\r/i, file);
    assert.match(textOf(file), /[^\n]\n$/, `${file} ends with one line break`);
  }
});

test('braces of a style close', () => {
  for (const file of files.filter((name) => name.endsWith('.css'))) {
    let depth = 0;
    for (const sign of textOf(file)) {
      depth += { '{': 1, '}': -1 }[sign] ?? 0;
      assert.ok(depth === 0 || depth === 1 || (depth === 2 && textOf(file).includes('@media')), file);
    }
    assert.equal(depth, 0, file);
  }
});

// A property that no rule sets would leave the colour to chance; what is set for the dark or for paper only is not set.
test('every custom property that a style uses is set in it', () => {
  for (const name of ['graph_style', 'page_style', 'report_style']) {
    const text = script(name, ...(name === 'report_style' ? ['graph_style'] : []));
    const used = new Set([...text.matchAll(/var\((--[\w-]+)\)/g)].map(([, property]) => property));
    const always = text.replace(/@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
    for (const property of used) assert.ok(always.includes(`${property}:`), `${property} in ${name}`);
  }
});
