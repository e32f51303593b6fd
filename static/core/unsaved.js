/* Below data-unsaved, a form that does not save itself and holds what was not sent carries data-unsent; the browser asks before such a
   page goes. Of a form that does save itself, so do the fields below data-by-hand. A form that came back with errors was not saved either. */
(() => {
  const ours = (form) => form?.closest("[data-unsaved]") && form.method === "post";
  const kept = (form, field) => "autosave" in form.dataset && !field?.closest("[data-by-hand]");
  const mark = (form, unsent, field) => { if (ours(form) && !(unsent && kept(form, field))) form.toggleAttribute("data-unsent", unsent); };
  const refused = (root) => root.querySelectorAll("form .error-summary").forEach((one) => mark(one.closest("form"), true));

  refused(document);
  document.addEventListener("htmx:load", (event) => refused(event.detail.elt.parentNode ?? document));
  document.addEventListener("input", (event) => mark(event.target.form, true, event.target));
  document.addEventListener("submit", (event) => mark(event.target, false));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt.matches("form") && !detail.successful) mark(detail.elt, true);
  });
  // A link that looks like a button and stands in the form leaves it on purpose.
  document.addEventListener("click", (event) => mark(event.target.closest("form a.btn")?.closest("form"), false));
  addEventListener("beforeunload", (event) => { if (document.querySelector("form[data-unsent]")) event.preventDefault(); });
})();
