/* Messages can be closed; and when an answer to a part of a page does not come, a message says so. */
const toasts = document.querySelector("[data-toasts]");

const showClose = (root) => root.querySelectorAll("[data-close]").forEach((button) => (button.hidden = false));

const say = (text) => {
  const toast = document.createElement("div");
  const words = document.createElement("p");
  const close = document.createElement("button");
  toast.className = "toast warning";
  words.textContent = text;
  Object.assign(close, { type: "button", className: "close", textContent: "×" });
  close.dataset.close = "";
  close.setAttribute("aria-label", "Close this message");
  toast.append(words, close);
  toasts.replaceChildren(toast);
};

if (toasts) {
  showClose(toasts);
  new MutationObserver(() => showClose(toasts)).observe(toasts, { childList: true });
  toasts.addEventListener("click", (event) => {
    const button = event.target.closest("[data-close]");
    if (!button) return;
    button.closest(".toast").remove();
    document.querySelector("#main")?.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:sendError", () =>
    say("The site can't be reached just now. What you typed is still on this page; please try again in a moment."));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 403) say("You may read this page but not change it. What you typed is still here.");
    else if (status === 404) say("This is no longer here, or no longer shown to you. Load the page again to see what is.");
    else say("That did not work just now. What you typed is still on this page; please try again in a moment.");
  });
}

/* A session that has ended answers a part with the sign-in page: it belongs in the window, not in the part. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const address = event.detail.xhr.responseURL;
  if (!address || new URL(address).pathname !== "/accounts/login/") return;
  event.detail.shouldSwap = false;
  location.assign(`/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
});
