/* A menu is a <details>: it also closes on Escape, on a click elsewhere, and when the focus has left it. */
const openMenus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("focusin", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

// A strip of tabs that is wider than the window shows the one that is open.
for (const open of document.querySelectorAll("nav [aria-current=page]")) {
  const strip = open.closest("nav");
  if (strip.scrollWidth > strip.clientWidth) strip.scrollLeft += open.getBoundingClientRect().right - strip.getBoundingClientRect().right + 24;
}
