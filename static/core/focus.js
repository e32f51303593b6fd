/* A form that came back with questions: the summary takes the focus, on a page and in a part alike. */
const takeFocus = (root) => {
  const wanted = root.matches?.("[data-take-focus]") ? root : root.querySelector("[data-take-focus]");
  wanted?.focus();
};

takeFocus(document);
document.addEventListener("htmx:afterSettle", (event) => takeFocus(event.target));
