/* Whoever signs out leaves no text behind on this device. */
document.addEventListener("submit", (event) => {
  if (!event.target.action?.endsWith("/accounts/logout/")) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("debrief:draft:")) localStorage.removeItem(key);
  } catch { /* the browser keeps nothing here */ }
});
