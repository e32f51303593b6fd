/* Guided writing by keyboard: Ctrl+Enter (Cmd+Enter) saves and goes on, Alt+Down and Alt+Up are the next step and the one before.
   In a text Alt+arrow belongs to the text. The same in the whole document: Alt+Down and Alt+Up go from section to section. */
(() => {
  const guide = document.querySelector("[data-guide]");
  const typing = (node) => node.closest("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])");
  const main = () => document.querySelector("#main form[method=post]:not(.writing-switch):not([data-row-form])");

  const jump = (by) => {
    const parts = [...document.querySelectorAll("#main .section, #main .section-edit")];
    const here = parts.findIndex((one) => one.contains(document.activeElement));
    const seen = parts.findIndex((one) => one.getBoundingClientRect().bottom > 80);
    const from = here >= 0 ? here : by > 0 ? seen - 1 : seen;
    const next = parts[Math.min(Math.max(from + by, 0), parts.length - 1)];
    if (!next) return;
    const target = next.querySelector(".section-head a, textarea") ?? next.querySelector("h2");
    if (!target.matches("a, textarea")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  };

  // On a phone the steps are a strip: the open one is in sight.
  guide?.querySelector(".rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  // A new step begins at its heading: the next Tab leads into its form, and a screen reader says where one is.
  const heading = guide?.querySelector("#main h1");
  if (heading && !location.hash && !guide.querySelector("[data-take-focus]")) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  // The form that leads to the same step is saved on the way there, when it holds what was not sent (core/unsaved.js).
  guide?.addEventListener("click", (event) => {
    const link = event.target.closest("[data-guide-on]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const form = [...document.querySelectorAll("form[data-unsent]")].find((one) => one.elements.next?.value === link.getAttribute("href"));
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.primary"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && guide) {
      if (event.target.closest("[data-row-form]")) return; // a row saves itself
      const form = event.target.closest("#main form:not(.writing-switch)") ?? main();
      event.preventDefault();
      if (form) form.requestSubmit(form.querySelector("button.primary")); else guide.querySelector("[data-guide-on]")?.click();
    }
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || typing(event.target)) return;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const on = event.key === "ArrowDown";
    if (guide) guide.querySelector(on ? "[data-guide-on]" : "[data-guide-back]")?.click();
    else jump(on ? 1 : -1);
  });
})();
