// Writing at the desk: seconds in which a reply can be taken back, text modules by keyboard.
// Every page works without this file.
(() => {
  document.querySelectorAll('form[data-undo]').forEach((form) => {
    const shown = form.querySelector('[data-countdown]');
    const end = performance.now() + Number(shown.textContent) * 1000;
    const timer = setInterval(() => {
      const left = Math.ceil((end - performance.now()) / 1000);
      if (left > 0) {
        shown.textContent = left;
        return;
      }
      clearInterval(timer);
      form.nextElementSibling.hidden = false;
      // A button that has the focus stays: pressing it then explains that it is too late.
      if (!form.contains(document.activeElement)) form.hidden = true;
    }, 500);
  });

  // --- Text modules: type, arrow, enter ---------------------------------------------------------

  const box = document.querySelector('[data-modules]');
  const search = box?.querySelector('[data-module-search]');
  const text = document.querySelector('#antwort-formular textarea');
  if (!box || !search || !text) return;
  const found = () => [...box.querySelectorAll('[data-module]')];

  box.addEventListener('toggle', () => {
    if (!box.open) return;
    window.htmx?.trigger(search, 'lotse:open');
    search.focus();
  });
  document.addEventListener('lotse:modules', () => {
    if (box.open) search.focus();
    else box.open = true;
  });

  function insert(button) {
    const piece = button.closest('li').querySelector('[data-text]').textContent;
    const start = text.selectionStart;
    const before = start > 0 && text.value[start - 1] !== '\n' ? '\n\n' : '';
    text.setRangeText(before + piece, start, text.selectionEnd, 'end');
    text.dispatchEvent(new Event('input', { bubbles: true }));
    box.open = false;
    text.focus();
  }

  box.addEventListener('click', (event) => {
    const button = event.target.closest('[data-module]');
    if (!button) return;
    event.preventDefault(); // the request that counts the use is HTMX's own
    insert(button);
  });
  box.addEventListener('keydown', (event) => {
    const all = found();
    const here = all.indexOf(document.activeElement);
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = here + (event.key === 'ArrowDown' ? 1 : -1);
      (next < 0 ? search : all[Math.min(next, all.length - 1)])?.focus();
    } else if (event.key === 'Enter' && event.target === search) {
      event.preventDefault(); // never sends the answer
      all[0]?.click();
    } else if (event.key === 'Escape') {
      box.open = false;
      text.focus();
    }
  });
})();
