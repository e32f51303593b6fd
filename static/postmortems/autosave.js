/* Saving by itself. What is typed goes to this device at once and to the server within two seconds; when the server can't be
   reached, or somebody else changed the same lines, it stays on the device and is offered again. */
(() => {
  const EVERY = 1500, AGAIN = 5000;
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
  };
  const clock = (at) => new Date(at).toLocaleString([], { weekday: "short", hour: "2-digit", minute: "2-digit" });

  const start = (form) => {
    form.dataset.started = "";
    const field = form.querySelector("textarea[name=body]");
    field.autocomplete = "off"; // what a browser puts back by itself would be taken for newly typed; the draft is kept here
    const shown = form.closest(".section-edit")?.querySelector("[data-save-state]");
    const told = form.querySelector("[data-problem]");
    const key = form.dataset.draft;
    const held = "held" in form.dataset; // after a conflict only a save by hand decides
    let version = Number(form.elements.version.value);
    let agreed = field.defaultValue; // the last text that the server knows to be this person's
    let behind = false;              // the server joined somebody's lines in that this field lacks
    let timer = null, running = false, stopped = held;
    let answers = 0, kept = 0;       // changes of the questions beside the text: made, and known to the server
    const isAnswer = (node) => node.name?.startsWith("facts-");

    const say = (text, problem = "") => { if (shown) shown.textContent = text; told.textContent = problem; };
    const keep = (sent = false) => store.set(key, { text: field.value, base: agreed, version, at: Date.now(), sent });
    const plan = (wait = EVERY) => { timer ??= setTimeout(() => { timer = null; save(); }, wait); };
    const body = (withBase) => {
      const data = new URLSearchParams(new FormData(form));
      data.set("autosave", "1");
      data.set("body", field.value);
      data.set("version", version);
      data.delete("conflict");
      data.set("behind", withBase ? "on" : "");
      data.set("base", withBase ? agreed : "");
      return data;
    };
    const send = (withBase, keepalive = false) => fetch(form.action, {
      method: "POST", redirect: "manual", keepalive,
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value }, body: body(withBase),
    });

    const put = (text) => {
      const old = field.value, at = field.selectionStart;
      field.value = text;
      const place = text.startsWith(old.slice(0, at)) ? at : Math.max(0, text.length - (old.length - at));
      field.setSelectionRange(place, place);
      field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "joined" }));
    };

    const taken = (sent, answer) => {
      version = answer.version;
      if (answer.body !== undefined && field.value === sent) { put(answer.body); sent = answer.body; }
      else if (answer.body !== undefined) behind = true;
      if (answer.body === undefined || sent === answer.body) behind = false;
      agreed = sent;
      form.elements.version.value = version;
      if (field.value === agreed && !behind) { store.drop(key); say(`saved ${answer.saved}`); }
      else { keep(); plan(); }
    };

    const answered = (told, until) => {
      if (told.facts_version !== undefined) { form.elements["facts-version"].value = told.facts_version; kept = until; }
      if (told.facts_problem) { kept = until; say("the text is saved, the answers are not yet", told.facts_problem); }
    };

    const save = async () => {
      if (stopped || running || !form.isConnected || (field.value === agreed && !behind && answers === kept)) return;
      running = true;
      const sent = field.value, until = answers;
      try {
        let answer = await send(behind);
        let told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
        if (answer.status === 409 && told.need_base) {
          answer = await send(true);
          told = await answer.json();
        }
        if (answer.ok) { taken(sent, told); answered(told, until); }
        else refused(answer, told);
      } catch {
        say("offline, kept on this device");
        plan(AGAIN);
      } finally {
        running = false;
      }
      if (!stopped && (field.value !== agreed || answers !== kept)) plan();
    };

    const refused = (answer, told) => {
      if (answer.status === 409 && told.conflict) {
        stopped = true;
        say("kept on this device", "The same lines were changed elsewhere, by somebody else or in another tab. Press Save to see both texts; nothing is overwritten.");
      } else if (answer.type === "opaqueredirect" || answer.status === 401) {
        say("signed out, kept on this device", "Your session has ended. Sign in again in another tab; this text is then saved.");
        plan(AGAIN);
      } else if (told.problem || answer.status === 403 || answer.status === 404) {
        stopped = true;
        say("kept on this device", told.problem ?? "You can no longer write here. Your text is kept on this device.");
      } else {
        say("not saved yet, kept on this device");
        plan(AGAIN);
      }
    };

    const offer = () => {
      const draft = store.get(key), box = form.querySelector("[data-offer]");
      if (!draft) return;
      // A draft that was sent by hand and stands on a newer version now was saved; one that says the same is of no use.
      if (draft.text === field.value || held || (draft.sent && version > draft.version)) { if (!held) store.drop(key); return; }
      box.querySelector("[data-offer-text]").textContent = `A text of ${clock(draft.at)} is kept on this device and was not saved.`;
      box.hidden = false;
      box.querySelector("[data-offer-take]").addEventListener("click", () => {
        agreed = draft.base ?? agreed;
        behind = true; // what others wrote since is joined in, not written over
        field.value = draft.text;
        box.hidden = true;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
      });
      box.querySelector("[data-offer-drop]").addEventListener("click", () => { store.drop(key); box.hidden = true; field.focus(); });
    };

    field.addEventListener("input", (event) => {
      if (event.detail === "joined") return;
      const kept = keep();
      if (!stopped) plan();
      if (!held && shown && !running) shown.textContent = kept ? "kept on this device, saving…" : "saving…";
    });
    form.addEventListener("input", (event) => {
      if (!isAnswer(event.target)) return;
      answers += 1;
      if (!stopped) plan();
      if (!held && shown && !running) shown.textContent = "saving…";
    });
    form.addEventListener("submit", () => {
      form.elements.behind.value = held ? "" : "on";
      form.elements.base.value = held ? "" : agreed;
      form.elements.version.value = version;
      keep(true);
      stopped = true;
    });
    // htmx may bring the same form back after a refusal; then typing goes on.
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.successful) store.drop(key);
      else { stopped = held; keep(); }
    });
    const leave = () => {
      if (stopped || (field.value === agreed && answers === kept)) return;
      // A request that outlives its page may carry 64 KB; a longer text waits on the device.
      if (field.value.length < 20000) send(false, true).catch(() => {});
    };
    addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
    addEventListener("online", () => save());
    if (held) keep();
    offer();
    // Typed before this script was there.
    if (!held && field.value !== agreed) field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const startAll = (root) => root.querySelectorAll("form[data-autosave]:not([data-started])").forEach(start);
  startAll(document);
  document.addEventListener("htmx:load", (event) => startAll(event.detail.elt.parentNode ?? document));
})();
