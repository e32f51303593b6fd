/* A form that came back with questions: the summary takes the focus, on a page and in a part alike. */
const takeFocus = (root) => root.querySelector("[data-take-focus]")?.focus();

takeFocus(document);
document.addEventListener("htmx:afterSettle", (event) => takeFocus(event.detail.elt ?? event.target));
