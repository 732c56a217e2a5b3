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

  // --- Presence: a page nobody looks at says nothing -----------------------------------------------

  const present = document.getElementById('anwesenheit');
  present?.addEventListener('htmx:beforeRequest', (event) => {
    if (document.hidden) event.preventDefault();
  });
  document.addEventListener('visibilitychange', () => {
    if (present && !document.hidden) window.htmx?.trigger(present, 'renew');
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

  // Nobody has put the caret anywhere yet: the gap between greeting and closing words is meant.
  function place() {
    const gap = text.value.indexOf('\n\n\n\n');
    return text.selectionStart === 0 && gap > 0 ? gap + 2 : text.selectionStart;
  }

  function insert(button) {
    let piece = button.closest('li').querySelector('[data-text]').textContent.trim();
    const greeting = text.value.split('\n', 1)[0].trim();
    // One greeting is enough.
    if (greeting && piece.startsWith(greeting)) piece = piece.slice(greeting.length).trimStart();
    const start = place();
    const before = start > 0 && text.value[start - 1] !== '\n' ? '\n\n' : '';
    text.setRangeText(before + piece, start, Math.max(start, text.selectionEnd), 'end');
    text.dispatchEvent(new Event('input', { bubbles: true }));
    box.open = false;
    text.focus();
  }

  box.addEventListener('click', (event) => {
    const button = event.target.closest('[data-module]');
    if (!button) return;
    event.preventDefault(); // the request that counts the use is HTMX's own
    // Otherwise HTMX remembers this button for the form and saves the draft to its address.
    event.stopPropagation();
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
