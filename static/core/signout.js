/* Whoever signs out leaves no text behind on this device. */
document.addEventListener("submit", (event) => {
  // A form may have a field named "action".
  if (!event.target.getAttribute("action")?.endsWith("/accounts/logout/")) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("debrief:draft:")) localStorage.removeItem(key);
  } catch { /* the browser keeps nothing here */ }
});
