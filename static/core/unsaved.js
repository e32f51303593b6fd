/* A form marked with data-unsaved that holds words nobody has saved: the browser asks before the page goes. */
(() => {
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && "unsaved" in form.dataset) changed.add(form);
  });
  document.addEventListener("submit", (event) => changed.delete(event.target));
  addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) event.preventDefault();
  });
})();
