// Writing at the desk: the seconds in which a reply can be taken back. Works without this file, too.
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
      const over = form.nextElementSibling;
      over.hidden = false;
      // A button that has the focus stays: pressing it then explains that it is too late.
      if (!form.contains(document.activeElement)) form.hidden = true;
    }, 500);
  });
})();
