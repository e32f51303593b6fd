/* The Markdown field: a live preview beside it, and pictures by paste, drop or choice. Tab leaves the field and no key is
   taken away; fields that htmx brings later start as well. Without this file the field is a plain one that posts. */
(() => {
  const token = (field) => field.form?.elements.csrfmiddlewaretoken?.value ?? "";
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };

  const startPreview = (box, field) => {
    const side = box.querySelector(".preview-side");
    const shown = box.querySelector(".markdownx-preview");
    const state = box.querySelector(".preview-state");
    let timer, running, last;
    const show = async () => {
      const text = field.value;
      if (text === last) return;
      running?.abort();
      running = new AbortController();
      try {
        const answer = await fetch(field.dataset.markdownxUrlsPath, {
          method: "POST", redirect: "manual", signal: running.signal,
          headers: { "X-CSRFToken": token(field) }, body: new URLSearchParams({ content: text }),
        });
        const body = await answer.text();
        if (!answer.ok) throw new Error(answer.headers.get("Content-Type")?.startsWith("text/plain") ? body : "");
        // The server lets through only what is on its list; nothing else ever becomes part of the page.
        shown.innerHTML = body;
        state.textContent = "";
        last = text;
      } catch (problem) {
        if (problem.name === "AbortError") return;
        state.textContent = (problem instanceof TypeError ? "" : problem.message) || "The preview can’t be made just now. Your text is not affected.";
      }
    };
    side.hidden = false;
    box.classList.add("with-preview");
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(show, Number(field.dataset.markdownxLatency) || 400);
    });
    show();
  };

  const insert = (field, text) => {
    field.focus();
    // Keeps the field's own undo working; the second way is for browsers that have dropped the first.
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const askWhatItShows = (box, field, file) => {
    const asking = box.querySelector(".ask-picture");
    if (asking) { // one after the other: what is typed about the first is not thrown away for the second
      asking.waiting.push(file);
      asking.querySelector("[role=status]").textContent = asking.waiting.length === 1 ? "One more picture is asked about next." : `${asking.waiting.length} more pictures are asked about next.`;
      return;
    }
    const id = `${field.id}_alt`;
    const words = make("input", { type: "text", id, maxLength: 400, className: "grow" });
    const state = make("p", { className: "small" });
    state.setAttribute("role", "status");
    const add = make("button", { type: "button", className: "btn", textContent: "Add the picture" });
    const leave = make("button", { type: "button", className: "btn quiet", textContent: "Leave it out" });
    const panel = make("div", { className: "note ask-picture" },
      make("label", { htmlFor: id, textContent: "What does the picture show? For those who can’t see it." }),
      make("div", { className: "row" }, words, add, leave), state);
    panel.waiting = [];
    const next = () => { for (const other of panel.waiting) askWhatItShows(box, field, other); };
    const close = () => { panel.remove(); field.focus(); next(); };
    const send = async () => {
      if (!words.value.trim()) { state.textContent = "Say in a few words what it shows."; words.focus(); return; }
      const data = new FormData();
      for (const [name, value] of [["image", file], ["alternative_text", words.value], ["postmortem", field.dataset.postmortem], ["section", field.dataset.section]]) data.append(name, value);
      state.textContent = "Sending…";
      add.disabled = true;
      try {
        const answer = await fetch(field.dataset.markdownxUploadUrlsPath, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": token(field) }, body: data });
        const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
        if (!answer.ok) throw new Error(told.problem ?? "");
        panel.remove();
        insert(field, told.image_code);
        next();
      } catch (problem) {
        add.disabled = false;
        state.textContent = (problem instanceof TypeError ? "" : problem.message) || "The picture could not be sent just now. Please try again in a moment.";
      }
    };
    add.addEventListener("click", send);
    leave.addEventListener("click", close);
    words.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); send(); }
      if (event.key === "Escape") close();
    });
    box.append(panel);
    words.focus();
  };

  const startPictures = (box, field) => {
    if (!field.dataset.postmortem) return;
    const pictures = (files) => [...(files ?? [])].filter((file) => file.type.startsWith("image/"));
    for (const [name, from] of [["paste", "clipboardData"], ["drop", "dataTransfer"]]) {
      field.addEventListener(name, (event) => {
        const found = pictures(event[from]?.files);
        if (!found.length) return; // words are the browser's own business
        event.preventDefault();
        for (const file of found) askWhatItShows(box, field, file);
      });
    }
    const choose = make("input", { type: "file", accept: "image/png,image/jpeg,image/gif,image/webp", hidden: true });
    const button = make("button", { type: "button", className: "btn quiet small", textContent: "Add a picture" });
    button.addEventListener("click", () => choose.click());
    choose.addEventListener("change", () => { if (choose.files[0]) askWhatItShows(box, field, choose.files[0]); choose.value = ""; });
    box.append(make("div", { className: "picture-button" }, button, choose));
  };

  const start = (root) => {
    for (const box of root.querySelectorAll("[data-editor]:not([data-started])")) {
      box.dataset.started = "";
      const field = box.querySelector("textarea");
      startPreview(box, field);
      startPictures(box, field);
    }
  };
  start(document);
  document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentNode ?? document));
})();
