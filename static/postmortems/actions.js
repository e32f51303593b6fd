/* The list, the board and the calendar of actions by keyboard; ticks; cards that are moved by hand.
   Everything here has a link or a button beside it that does the same. */
// In a block: these words are short, and other scripts of the page have theirs.
{
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
  const here = () => document.activeElement?.closest("[data-row]");
  const boxes = () => [...document.querySelectorAll("[data-rows] [name=picked]")];
  let lastTicked = null;

  const goTo = (row) => row?.querySelector("[data-open]")?.focus();
  const step = (by) => {
    const all = rows();
    const at = all.indexOf(here());
    goTo(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
  };

  const count = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    const words = document.querySelector("[data-picked-count]");
    if (words) words.textContent = ticked === 1 ? "Change 1 action" : `Change ${ticked} actions`;
    const all = document.querySelector("[data-pick-all]");
    if (all) {
      all.checked = ticked > 0 && ticked === boxes().length;
      all.indeterminate = ticked > 0 && !all.checked;
    }
  };
  const tick = (row, upTo) => {
    const box = row?.querySelector("[name=picked]");
    if (!box) return;
    const all = boxes();
    const [from, to] = [all.indexOf(lastTicked), all.indexOf(box)];
    if (upTo && from >= 0) for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = true;
    else box.checked = !box.checked;
    lastTicked = box;
    count();
  };

  const KEYS = {
    j: () => step(1),
    ArrowDown: () => here() && step(1),
    k: () => step(-1),
    ArrowUp: () => here() && step(-1),
    x: () => tick(here(), false),
    X: () => tick(here(), true),
    // Where the keyboard is, or Tab would leave the menu that has just opened.
    m: () => { const menu = here()?.querySelector(".menu > summary"); menu?.focus(); menu?.click(); },
    "/": () => document.getElementById("filter-q")?.select(),
    "?": () => document.getElementById("keys")?.togglePopover(),
  };
  // Before the search field of the frame, which has "/" on every other page.
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(KEYS, event.key)) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (event.key.startsWith("Arrow") && !here()) return;
    event.preventDefault();
    event.stopPropagation();
    KEYS[event.key]();
  }, true);

  const begin = () => {
    for (const one of document.querySelectorAll("[data-pick-all], [data-pick-none]")) one.hidden = false;
    count();
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) for (const box of boxes()) box.checked = event.target.checked;
    if (event.target.matches("[name=picked]")) lastTicked = event.target;
    count();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-pick-none]")) return;
    for (const box of boxes()) box.checked = false;
    count();
  });
  document.addEventListener("htmx:afterSettle", begin);
  begin();

  /* Moving a card by hand. What it may become is written on it; words that a move needs are asked on its own page. */
  const movesOf = (card) => Object.fromEntries(card.dataset.moves.trim().split(/\s+/).filter(Boolean).map((one) => {
    const [target, verb, atOnce] = one.split(":");
    return [target, { verb, atOnce: atOnce === "1" }];
  }));
  let held = null;
  const clear = () => {
    held?.classList.remove("held");
    held = null;
    for (const column of document.querySelectorAll(".board-column")) column.classList.remove("may", "over");
  };
  const say = (words) => {
    const place = document.querySelector("[data-board-says]");
    if (!place) return;
    place.textContent = words;
    place.classList.remove("visually-hidden");
  };
  const move = (card, column) => {
    const way = movesOf(card)[column.dataset.state];
    const title = card.querySelector("[data-open]").textContent.trim();
    if (!way) {
      if (!column.contains(card)) say(`“${title}” can't go to ${column.dataset.label.toLowerCase()} from where it is. “Move” on the card lists where it can.`);
      return;
    }
    const back = `${document.querySelector("[data-board]").dataset.back}#${card.id}`;
    const address = `${card.dataset.path}${way.verb}/`;
    if (!way.atOnce) return void location.assign(`${address}?next=${encodeURIComponent(back)}`);
    const form = document.getElementById("board-move");
    form.action = address;
    form.elements.next.value = back;
    form.submit();
  };
  document.addEventListener("dragstart", (event) => {
    held = event.target.closest?.("[data-card]");
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.id);
    held.classList.add("held");
    const ways = movesOf(held);
    for (const column of document.querySelectorAll(".board-column")) column.classList.toggle("may", column.dataset.state in ways);
  });
  document.addEventListener("dragover", (event) => {
    const column = held && event.target.closest?.(".board-column");
    for (const one of document.querySelectorAll(".board-column.over")) one.classList.toggle("over", one === column);
    if (!column) return;
    event.preventDefault();
    column.classList.add("over");
  });
  document.addEventListener("drop", (event) => {
    const column = held && event.target.closest?.(".board-column");
    if (!column) return;
    event.preventDefault();
    const card = held;
    clear();
    move(card, column);
  });
  document.addEventListener("dragend", clear);
}
