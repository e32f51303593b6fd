/* Who else has this section open: asked for politely, every fifteen seconds while the page is looked at, and said once when it changes.
   Without an answer nothing is shown; writing never depends on it. */
(() => {
  const EVERY = 15000;

  const start = (place) => {
    place.dataset.started = "";
    const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const send = (leaving) => fetch(place.dataset.presence, {
      method: "POST", redirect: "manual", keepalive: leaving, headers: { "X-CSRFToken": token() },
      body: new URLSearchParams(leaving ? { leaving: "1" } : {}),
    });
    let timer = null;

    const ask = async () => {
      if (!place.isConnected) { clearInterval(timer); return; }
      if (document.visibilityState === "hidden") return;
      try {
        const answer = await send(false);
        const told = answer.ok ? await answer.json() : { said: "" };
        if (place.textContent !== told.said) place.textContent = told.said;
      } catch {
        place.textContent = "";
      }
    };
    timer = setInterval(ask, EVERY);
    document.addEventListener("visibilitychange", ask);
    addEventListener("pagehide", () => { if (place.isConnected) send(true).catch(() => {}); });
    ask();
  };

  const startAll = (root) => root.querySelectorAll("[data-presence]:not([data-started])").forEach(start);
  startAll(document);
  document.addEventListener("htmx:load", (event) => startAll(event.detail.elt.parentNode ?? document));
})();
