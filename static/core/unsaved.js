/* Below data-unsaved, a form that does not save itself and holds what was not sent carries data-unsent; the browser asks before such a
   page goes. A form that came back with errors was not saved either. */
(() => {
  const guarded = (form) => form?.closest("[data-unsaved]") && form.method === "post" && !("autosave" in form.dataset);
  const mark = (form, unsent) => { if (guarded(form)) form.toggleAttribute("data-unsent", unsent); };
  const refused = (root) => root.querySelectorAll("form .error-summary").forEach((one) => mark(one.closest("form"), true));

  refused(document);
  document.addEventListener("htmx:load", (event) => refused(event.detail.elt.parentNode ?? document));
  document.addEventListener("input", (event) => mark(event.target.form, true));
  document.addEventListener("submit", (event) => mark(event.target, false));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt.matches("form") && !detail.successful) mark(detail.elt, true);
  });
  // A link that looks like a button and stands in the form leaves it on purpose.
  document.addEventListener("click", (event) => mark(event.target.closest("form a.btn")?.closest("form"), false));
  addEventListener("beforeunload", (event) => { if (document.querySelector("form[data-unsent]")) event.preventDefault(); });
})();
