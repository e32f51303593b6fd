/* Putting sections in order by keyboard: the button that was pressed keeps the focus after the page came back, and Alt+Up and
   Alt+Down move the section whose link or button has the focus. */
(() => {
  const told = document.querySelector("[data-moved]");
  const moved = told?.dataset.moved;
  if (moved) {
    const button = document.querySelector(`[data-move="${CSS.escape(moved)}"]`);
    const part = button?.closest("[data-part]");
    (button && !button.disabled ? button : part?.querySelector("button:not(:disabled)"))?.focus();
    const place = part ? [...part.parentNode.children].indexOf(part) + 1 : 0;
    if (place) told.textContent = `${part.querySelector(".part-title").textContent} is now number ${place} of ${part.parentNode.children.length}.`;
  }
  document.querySelector("[data-reorder]")?.addEventListener("keydown", (event) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    const part = event.target.closest("[data-part]");
    const button = part?.querySelector(`[data-move$="${event.key === "ArrowUp" ? "-up" : "-down"}"]`);
    if (!button) return;
    event.preventDefault();
    if (!button.disabled) button.click();
  });
})();
