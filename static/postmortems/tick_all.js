/* Tick every row or none, and say how many are ticked. Without this script each row is ticked by itself. */
(() => {
  const boxes = (form) => [...form.querySelectorAll('input[type=checkbox][name$="-take"]')];
  const tell = (form) => {
    const all = boxes(form);
    const bar = form.querySelector("[data-tick-all]");
    if (!bar) return;
    bar.hidden = all.length < 2;
    bar.querySelector("[data-tick-count]").textContent = `${all.filter((box) => box.checked).length} of ${all.length} ticked`;
  };
  const tellAll = () => document.querySelectorAll("form:has([data-tick-all])").forEach(tell);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-tick]");
    if (!button) return;
    boxes(button.form).forEach((box) => { box.checked = button.dataset.tick === "all"; });
    tell(button.form);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.('input[name$="-take"]')) tell(event.target.form);
  });
  document.addEventListener("htmx:afterSwap", tellAll);
  document.addEventListener("DOMContentLoaded", tellAll);
  tellAll();
})();
