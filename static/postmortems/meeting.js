/* The meeting by keyboard: arrows for the rows, i for an idea, Escape out of the field. The buttons do the same. */
(() => {
  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && event.target.matches?.("[data-park]")) { event.target.blur(); return; }
    if (typing(event.target)) return;
    const find = { ArrowRight: "[data-next]", ArrowLeft: "[data-before]", i: "[data-park]" }[event.key];
    const found = find && document.querySelector(`#meeting ${find}`);
    if (!found) return;
    event.preventDefault();
    if (event.key === "i") found.focus(); else found.click();
  });
})();
