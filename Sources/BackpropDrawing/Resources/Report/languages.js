'use strict';
const root = document.documentElement;
const buttons = [...document.querySelectorAll('[data-language]')];
const tip = document.getElementById('tip');
const both = [];
for (const name of ['aria-label', 'alt', 'title']) {
  for (const element of document.querySelectorAll('[data-zh-' + name + ']')) {
    both.push([element, name, element.getAttribute(name), element.getAttribute('data-zh-' + name)]);
  }
}
function speak(language) {
  const isChinese = language === 'zh-Hans';
  root.lang = language;
  for (const [element, name, english, chinese] of both) {
    element.setAttribute(name, isChinese ? chinese : english);
  }
  const body = document.body;
  document.title = isChinese && body.hasAttribute('data-zh-data-title')
    ? body.getAttribute('data-zh-data-title') : body.getAttribute('data-title');
  for (const button of buttons) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
  hide();
}
let cursor = null;
function hide() {
  tip.hidden = true;
  if (cursor) cursor.remove();
  cursor = null;
}
for (const button of buttons) button.addEventListener('click', () => speak(button.dataset.language));
document.querySelector('.languages').hidden = false;
