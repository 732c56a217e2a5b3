// Small helpers of every page. Each page works without them; one idea, one function.
(() => {
  const root = document.documentElement;

  // Light or dark: without a choice the system setting rules. theme.js applies the choice early.
  function offerTheme(scope) {
    scope.querySelectorAll('[data-theme-toggle]').forEach((button) => {
      button.hidden = false;
      button.addEventListener('click', () => {
        const isDark = root.dataset.kernTheme
          ? root.dataset.kernTheme === 'dark'
          : matchMedia('(prefers-color-scheme: dark)').matches;
        root.dataset.kernTheme = isDark ? 'light' : 'dark';
        try {
          localStorage.setItem('lotse-theme', root.dataset.kernTheme);
        } catch { /* storage is off: the choice holds for this page */ }
      });
    });
  }

  // On a narrow screen filters start closed; without script they stay open and usable.
  function foldOnNarrowScreens(scope) {
    if (!matchMedia('(max-width: 61.99rem)').matches) return;
    scope.querySelectorAll('details[data-fold-narrow]').forEach((details) => { details.open = false; });
  }

  // Things that only make sense with script (print, copy) are hidden in the markup.
  function showScripted(scope) {
    scope.querySelectorAll('[data-needs-script]').forEach((element) => { element.hidden = false; });
  }

  // One listener for all, so that fragments loaded later work as well.
  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-dialog-open]');
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialogOpen);
      if (dialog instanceof HTMLDialogElement) {
        event.preventDefault(); // the link leads to the page that does the same without script
        dialog.showModal();
      }
      return;
    }
    const closer = event.target.closest('dialog [data-dialog-close]');
    if (closer) {
      event.preventDefault();
      closer.closest('dialog').close();
      return;
    }
    if (event.target.closest('[data-print]')) {
      print();
      return;
    }
    const copier = event.target.closest('[data-copy]');
    if (copier) {
      navigator.clipboard?.writeText(document.getElementById(copier.dataset.copy).textContent.trim())
        .then(() => { copier.querySelector('[data-copied]')?.removeAttribute('hidden'); });
    }
  });

  // Paper is white: print in light colours whatever is chosen for the screen.
  let chosenTheme;
  addEventListener('beforeprint', () => {
    chosenTheme = root.dataset.kernTheme;
    root.dataset.kernTheme = 'light';
  });
  addEventListener('afterprint', () => {
    if (chosenTheme) root.dataset.kernTheme = chosenTheme;
    else delete root.dataset.kernTheme;
  });

  // The mobile menu closes with Escape and gives the focus back.
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const menu = document.querySelector('details.lt-menu[open]');
    if (!menu) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });

  function prepare(scope) {
    offerTheme(scope);
    foldOnNarrowScreens(scope);
    showScripted(scope);
  }
  prepare(document);
  document.addEventListener('htmx:load', (event) => {
    if (event.detail.elt !== document.body) prepare(event.detail.elt);
  });
})();
