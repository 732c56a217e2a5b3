// The desk: keys, the queue that renews itself, the composer. Every page works without this file.
(() => {
  const desk = document.querySelector('[data-desk]');
  if (!desk) return;

  const queue = document.querySelector('[data-queue]');
  const form = document.getElementById('antwort-formular');
  const text = form?.querySelector('textarea');
  const composer = text ? form : null;
  const remember = (key, value) => {
    try {
      if (value === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, value);
    } catch { /* storage is off: only this page remembers */ }
  };
  const recall = (key) => {
    try { return sessionStorage.getItem(key); } catch { return null; }
  };

  // --- Queue: one row is active, J and K move it -------------------------------------------------

  const rows = () => [...document.querySelectorAll('[data-queue] tr[data-row]')];
  const activeRow = () => document.querySelector('[data-queue] tr[data-aktiv]');

  function activate(row, { focus }) {
    rows().forEach((other) => other.toggleAttribute('data-aktiv', other === row));
    remember('lotse-row', row.dataset.row);
    if (focus) {
      row.querySelector('a').focus({ preventScroll: true });
      row.scrollIntoView({ block: 'nearest' });
    }
  }

  function step(distance) {
    const all = rows();
    if (!all.length) return;
    const here = all.indexOf(activeRow());
    const target = here < 0 ? 0 : Math.max(0, Math.min(all.length - 1, here + distance));
    activate(all[target], { focus: true });
  }

  if (queue) {
    const last = rows().find((row) => row.dataset.row === recall('lotse-row'));
    if (last) activate(last, { focus: false });
    queue.addEventListener('focusin', (event) => {
      const row = event.target.closest('tr[data-row]');
      if (row) activate(row, { focus: false });
    });
  }

  // --- Queue: renewed every minute without touching focus, selection or scroll --------------------

  function pinnedRow(body) {
    const selection = getSelection();
    const holds = (row) => row.contains(document.activeElement)
      || (selection && !selection.isCollapsed && row.contains(selection.anchorNode));
    return [...body.rows].find(holds) ?? null;
  }

  function renewCells(row, fresh) {
    [...fresh.cells].forEach((cell, index) => {
      const old = row.cells[index];
      if (old && old.innerHTML !== cell.innerHTML && !old.contains(document.activeElement)) {
        old.innerHTML = cell.innerHTML;
      }
    });
  }

  function mergeRows(body, fresh) {
    const pinned = pinnedRow(body);
    // What one is looking at stays where it is on the screen: the first row that stays at all.
    const staying = new Set([...fresh.rows].map((row) => row.dataset.row));
    const anchor = pinned ?? rows().find((row) => staying.has(row.dataset.row)
      && row.getBoundingClientRect().bottom > 0);
    const before = anchor?.getBoundingClientRect().top;
    const present = new Map([...body.rows].map((row) => [row.dataset.key, row]));
    const wanted = [...fresh.rows].map((row) => {
      const old = present.get(row.dataset.key);
      if (!old) return document.importNode(row, true);
      renewCells(old, row);
      present.delete(row.dataset.key);
      return old;
    });
    present.forEach((row) => {
      if (row === pinned) row.setAttribute('data-gone', ''); // it goes with the next renewal
      else row.remove();
    });
    const pin = wanted.includes(pinned) ? pinned : null;
    let isBefore = Boolean(pin);
    wanted.forEach((row) => {
      if (row === pin) {
        isBefore = false;
        return;
      }
      // The pinned row never moves, because moving takes the focus away; the others move round it.
      if (isBefore) body.insertBefore(row, pin);
      else body.append(row);
    });
    if (anchor?.isConnected) scrollBy(0, anchor.getBoundingClientRect().top - before);
  }

  // Whoever is in the list, has marked text or ticked rows, keeps every row where it is. What is
  // new is offered above the list instead.
  const offer = document.querySelector('[data-queue-offer]');
  const picks = () => [...document.querySelectorAll('[data-queue] [data-pick]')];
  const isInUse = (body) => Boolean(pinnedRow(body)) || picks().some((box) => box.checked);
  const counted = (source, count) => (count === 1 ? source.dataset.one : source.dataset.many.replace('{n}', count));
  let waiting = null;

  function holdRows(body, fresh) {
    const present = new Map([...body.rows].map((row) => [row.dataset.key, row]));
    const isNew = [];
    [...fresh.rows].forEach((row) => {
      const old = present.get(row.dataset.key);
      if (old) renewCells(old, row);
      else if (row.dataset.row) isNew.push(row.dataset.row);
    });
    const kept = new Set([...fresh.rows].map((row) => row.dataset.key));
    rows().forEach((row) => row.toggleAttribute('data-gone', !kept.has(row.dataset.key)));
    return isNew;
  }

  function offerRows(fresh, isNew) {
    const known = offer.dataset.known;
    waiting = isNew.length ? fresh : null;
    offer.hidden = !waiting;
    if (!waiting || known === isNew.join()) return;
    offer.dataset.known = isNew.join();
    const sentence = counted(offer, isNew.length);
    offer.querySelector('[data-offer-text]').textContent = sentence;
    const live = document.querySelector('[data-queue-status]');
    if (live) live.textContent = sentence;
  }

  function showOffered() {
    const body = queue.querySelector('tbody');
    if (!waiting || !body) return;
    const first = offer.dataset.known.split(',')[0];
    mergeRows(body, waiting);
    waiting = null;
    offer.hidden = true;
    offer.dataset.known = '';
    const row = rows().find((one) => one.dataset.row === first);
    if (row) activate(row, { focus: true });
  }
  offer?.querySelector('[data-offer-show]').addEventListener('click', showOffered);

  function renewQueue(markup) {
    const fresh = new DOMParser().parseFromString(markup, 'text/html');
    const newBody = fresh.querySelector('tbody');
    const body = queue.querySelector('tbody');
    const known = new Set(rows().map((row) => row.dataset.row));
    if (newBody && body && offer && isInUse(body)) {
      offerRows(newBody, holdRows(body, newBody));
    } else if (newBody && body) {
      mergeRows(body, newBody);
      if (offer) offerRows(newBody, []);
    } else if (!queue.contains(document.activeElement)) {
      const box = fresh.querySelector('[data-queue]');
      if (box) queue.innerHTML = box.innerHTML;
    }
    fresh.querySelectorAll('[data-renew]').forEach((part) => {
      const old = document.querySelector(`[data-renew="${part.dataset.renew}"]`);
      if (old && old.textContent !== part.textContent) old.textContent = part.textContent;
    });
    const arrived = rows().filter((row) => !known.has(row.dataset.row)).length;
    const status = document.querySelector('[data-queue-status]');
    if (status && arrived) status.textContent = counted(status, arrived);
  }

  // --- Queue: several inquiries at once ------------------------------------------------------------

  function showPicks() {
    const label = document.querySelector('[data-pick-count]');
    const count = picks().filter((box) => box.checked).length;
    if (label) label.textContent = count ? counted(label, count) : '';
    const all = document.querySelector('[data-pick-all]');
    if (!all) return;
    all.checked = count > 0 && count === picks().length;
    all.indeterminate = count > 0 && !all.checked;
  }

  queue?.addEventListener('change', (event) => {
    if (event.target.matches('[data-pick-all]')) {
      picks().forEach((box) => { box.checked = event.target.checked; });
    }
    showPicks();
  });
  // A page that comes back from the browser's memory still has its ticks.
  addEventListener('pageshow', showPicks);

  const toggle = document.querySelector('[data-refresh-toggle]');
  let isPaused = recall('lotse-refresh') === 'off';
  function showPause() {
    toggle?.setAttribute('aria-pressed', String(isPaused));
  }
  toggle?.addEventListener('click', () => {
    isPaused = !isPaused;
    remember('lotse-refresh', isPaused ? 'off' : null);
    showPause();
  });
  showPause();

  if (queue) {
    queue.addEventListener('htmx:beforeRequest', (event) => {
      const isPoll = event.detail.elt === queue;
      if (isPoll && (isPaused || document.hidden || document.querySelector('dialog[open]'))) {
        event.preventDefault();
      }
    });
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) window.htmx?.trigger(queue, 'renew');
    });
  }
  document.addEventListener('htmx:beforeSwap', (event) => {
    if (event.detail.target !== queue || event.detail.xhr.status !== 200) return;
    event.detail.shouldSwap = false;
    renewQueue(event.detail.xhr.responseText);
  });

  // --- Composer: citing, sending, saving ----------------------------------------------------------

  function insertAtCaret(piece) {
    const start = text.selectionStart;
    const needsSpace = start > 0 && !/\s/.test(text.value[start - 1]);
    text.setRangeText((needsSpace ? ' ' : '') + piece, start, text.selectionEnd, 'end');
    text.dispatchEvent(new Event('input', { bubbles: true }));
  }

  const citedSources = () => [...document.querySelectorAll('#zitate [data-source]')];

  // The column of suggestions says what is cited already, in step with the list below the text.
  function showCited() {
    const places = new Map(citedSources().map((item, index) => [item.dataset.source, index + 1]));
    document.querySelectorAll('[data-offer]').forEach((offer) => {
      const place = places.get(offer.dataset.offer);
      offer.querySelector('[data-cite]').hidden = Boolean(place);
      const label = offer.querySelector('[data-cited]');
      label.hidden = !place;
      label.querySelector('[data-place]').textContent = place ?? '';
    });
  }

  function renumber(removed, count) {
    text.value = text.value.replace(/( ?)\[(\d{1,2})\]/g, (whole, space, digits) => {
      const place = Number(digits);
      if (place === removed) return '';
      return place > removed && place <= count ? `${space}[${place - 1}]` : whole;
    });
    text.dispatchEvent(new Event('input', { bubbles: true }));
  }

  if (composer) {
    document.body.addEventListener('lotse:cited', (event) => {
      showCited();
      insertAtCaret(`[${event.detail.position}]`);
    });
    document.body.addEventListener('lotse:uncited', (event) => {
      showCited();
      renumber(event.detail.position, event.detail.count);
      document.getElementById('zitate')?.focus();
    });
    document.body.addEventListener('htmx:afterSwap', showCited);
    composer.addEventListener('submit', (event) => {
      const dialog = document.getElementById('dialog-ohne-quelle');
      const isSending = event.submitter?.hasAttribute('data-send');
      if (isSending && dialog && !citedSources().length) {
        event.preventDefault();
        dialog.showModal();
        return;
      }
      isDirty = false;
    });
  }

  let isDirty = false;
  const copyKey = composer && `lotse-draft-${composer.dataset.number}`;
  const status = document.getElementById('entwurf-stand');

  function copyToDevice() {
    const at = new Date().toLocaleTimeString('de-DE', { hour: '2-digit', minute: '2-digit' });
    localStorage.setItem(copyKey, JSON.stringify({ text: text.value, at }));
    return at;
  }

  function keepOnDevice(isOffline) {
    try {
      const at = copyToDevice();
      const sentence = isOffline ? composer.dataset.offline : composer.dataset.refused;
      status.textContent = sentence.replace('{at}', at);
    } catch {
      status.textContent = composer.dataset.unsaved;
    }
  }

  function offerCopy() {
    let copy = null;
    try { copy = JSON.parse(localStorage.getItem(copyKey)); } catch { return; }
    const button = document.querySelector('[data-restore]');
    if (!copy || !button) return;
    if (copy.text === text.value) {
      localStorage.removeItem(copyKey);
      return;
    }
    button.hidden = false;
    button.querySelector('[data-at]').textContent = copy.at;
    button.addEventListener('click', () => {
      text.value = copy.text;
      text.dispatchEvent(new Event('input', { bubbles: true }));
      button.hidden = true;
      text.focus();
    });
  }

  if (composer) {
    text.addEventListener('input', () => { isDirty = true; });
    // HTMX would save to the address of the button that was pressed last in this form.
    composer.addEventListener('htmx:configRequest', (event) => {
      if (event.detail.elt === composer) event.detail.path = composer.getAttribute('hx-post');
    });
    composer.addEventListener('htmx:afterRequest', (event) => {
      if (event.detail.elt !== composer) return;
      const { xhr } = event.detail;
      // A redirect means that the session has ended: the sign-in page comes, the text must not go.
      if (!event.detail.successful || xhr.getResponseHeader('HX-Redirect')) {
        keepOnDevice(xhr.status === 0);
        return;
      }
      isDirty = false;
      try { localStorage.removeItem(copyKey); } catch { /* nothing was kept */ }
    });
    // Whoever leaves within the pause of the saving keeps the last words too. A beacon may come
    // later than the next page or never, so they stay on the device until the page shows them.
    addEventListener('pagehide', () => {
      if (!isDirty) return;
      try { copyToDevice(); } catch { /* the beacon remains */ }
      const words = new FormData(composer);
      words.delete('anlagen'); // a beacon is too small for files
      navigator.sendBeacon(composer.action, words);
    });
    offerCopy();
  }

  // Answer or note: both stay on the page, so switching loses nothing.
  function showMode(mode) {
    document.querySelectorAll('[data-mode]').forEach((panel) => { panel.hidden = panel.dataset.mode !== mode; });
    const field = document.querySelector(`[data-mode="${mode}"] textarea`);
    field?.focus();
  }
  document.addEventListener('click', (event) => {
    const chip = event.target.closest('[data-show-mode]');
    if (!chip) return;
    event.preventDefault();
    showMode(chip.dataset.showMode);
  });

  // --- Keys ---------------------------------------------------------------------------------------

  const click = (selector, scope = document) => {
    const element = [...scope.querySelectorAll(selector)].find((one) => !one.hidden || one.form);
    element?.click();
    return Boolean(element);
  };
  const follow = (rel) => document.querySelector(`a[rel="${rel}"]`)?.click();

  const keys = {
    j: () => (queue ? step(1) : follow('next')),
    k: () => (queue ? step(-1) : follow('prev')),
    Enter: () => { if (document.activeElement === document.body) activeRow()?.querySelector('a').click(); },
    a: () => click('[data-take]', queue ? activeRow() ?? queue : document),
    x: () => activeRow()?.querySelector('[data-pick]')?.click(),
    '/': () => document.querySelector('[data-key-search]')?.focus(),
    z: () => {
      const free = [...document.querySelectorAll('[data-cite]')].find((button) => !button.hidden);
      free?.click();
    },
    n: () => { if (document.querySelector('[data-mode="notiz"]')) showMode('notiz'); },
    u: () => click('[data-undo-button]'),
    t: () => document.dispatchEvent(new CustomEvent('lotse:modules')),
    m: () => click('[data-macro]'),
    f: () => click('[data-for-me]'),
    '?': () => document.getElementById('dialog-tasten')?.showModal(),
  };

  document.addEventListener('keydown', (event) => {
    const isField = event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && isField?.form) {
      const send = isField.form.querySelector('[data-send]');
      if (send) {
        event.preventDefault();
        isField.form.requestSubmit(send);
      }
      return;
    }
    if (!desk.hasAttribute('data-keys') || isField || document.querySelector('dialog[open]')) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    // Enter on a link or button keeps its own meaning.
    if (event.key !== 'Enter') event.preventDefault();
    act();
  });
})();
