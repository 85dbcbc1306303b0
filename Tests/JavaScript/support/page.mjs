// The page's own files, in the order in which the program puts them together: Sources/CResources/resources.c says it.
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const sources = join(dirname(fileURLToPath(import.meta.url)), '../../../Sources');
const listing = join(sources, 'CResources/resources.c');

export const resources = join(sources, 'BackpropDrawing/Resources');

// The files of each array in resources.c, by the array's name.
export const lists = new Map(
  [...readFileSync(listing, 'utf8').matchAll(/^static const unsigned char (\w+)\[\] = \{\n(.*?)\};$/gms)]
    .map(([, name, body]) => [name, [...body.matchAll(/^#embed "(.*)"$/gm)]
      .map(([, path]) => relative(resources, join(dirname(listing), path)))]));

export function textOf(file) { return readFileSync(join(resources, file), 'utf8'); }

// The text of a script as a page has it.
export function script(...names) {
  return names.map((name) => lists.get(name).map(textOf).join('\n')).join('\n');
}

// Runs a script and returns everything that it declares.
function run(text, globals) {
  const names = [...text.matchAll(/^(?:function|const|let) (\w+)/gm)].map(([, name]) => name);
  const body = `${text}\nreturn { ${names.join(', ')} };`;
  return vm.compileFunction(body, Object.keys(globals), { filename: 'page.js' })(...Object.values(globals));
}

// Functions of numbers and tensors, which need no page.
export const mathematics = run(script('page_mathematics'), {});

// The files that need nothing of a document but the graph.
const stepping = ['graph', 'words', 'rules', 'names', 'fractions', 'broadcasting', 'room', 'labels', 'sheets'].map((name) => `Page/${name}.js`);

// The graph and the words of a page of this model, in a document that has nothing else; `globals` stand for what other
// files of the page declare.
export function page(model, language = 'en', globals = {}) {
  const files = [...lists.get('page_mathematics'), ...stepping];
  const document = { getElementById: () => ({ textContent: JSON.stringify(model) }) };
  return run(files.map(textOf).join('\n'), { document, navigator: { language }, ...globals });
}
