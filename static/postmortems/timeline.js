/* Rows by keyboard: Ctrl+Enter (or Cmd+Enter) in a text saves the row, Escape gives the row back as it was. */
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-row-form]");
  if (!form) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Escape") {
    form.querySelector("[data-cancel]")?.click();
  }
});
