/* The coach beside what people write: underlines in the field, and the reasons with another wording in a panel. The person
   decides; nothing is changed, sent or held back by itself. Fields that htmx brings later start as well. Without this file
   there is no coach while typing, and nothing else is missing. */
(() => {
  const PAUSE = 180, SAY = 700, SHOWN = 30, FIELDS = "textarea, input[name=title], input[name=text]";
  const MAC = /Mac|iP/.test(navigator.platform);
  const COPIED = ["fontFamily", "fontSize", "fontWeight", "fontStyle", "fontStretch", "letterSpacing", "wordSpacing", "lineHeight", "textTransform", "textIndent", "textAlign", "tabSize", "direction",
    "paddingTop", "paddingRight", "paddingBottom", "paddingLeft", "borderTopWidth", "borderRightWidth", "borderBottomWidth", "borderLeftWidth"];
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children.filter(Boolean));
    return node;
  };
  const suggestions = (count) => (count === 1 ? "1 suggestion" : `${count || "No"} suggestions`);
  const same = (one, other) => one.rule === other.rule && one.excerpt === other.excerpt;
  const fields = new Set();
  let active = null;

  const told = make("div", { className: "visually-hidden" });
  told.setAttribute("role", "status");
  const say = (text) => { if (!told.isConnected) document.body.append(told); told.textContent = text; };

  class Field {
    constructor(node) {
      this.node = node;
      this.area = node.closest("[data-coach]");
      this.findings = [];
      this.current = null;
      this.hidden = [];
      this.text = node.value;
      this.wrap();
      node.addEventListener("input", () => this.typed());
      node.addEventListener("scroll", () => this.follow());
      node.addEventListener("focus", () => { if (active !== this) { active = this; panel.show(this); } });
      node.addEventListener("keydown", (event) => this.key(event));
      node.form?.elements.disclosure?.addEventListener?.("change", () => this.ask());
      if (this.text.trim()) this.ask();
    }

    /* A picture of the text lies over the field: its letters are clear, its underlines are not. */
    wrap() {
      const { node } = this, focused = document.activeElement === node, place = [node.selectionStart, node.selectionEnd];
      const box = make("div", { className: node.tagName === "TEXTAREA" ? "coach-field" : "coach-field line" });
      this.inner = make("div", { className: "coach-text" });
      this.over = make("div", { className: "coach-over" }, this.inner);
      this.over.setAttribute("aria-hidden", "true");
      node.before(box);
      box.append(node, this.over);
      if (focused) { node.focus({ preventScroll: true }); node.setSelectionRange(...place); }
      new ResizeObserver(() => this.measure()).observe(node);
    }

    measure() {
      const { node, over } = this, style = getComputedStyle(node);
      for (const name of COPIED) over.style[name] = style[name];
      // To the fraction of a pixel: half of one less, and a line breaks elsewhere than in the field.
      const { width, height } = node.getBoundingClientRect(), border = parseFloat(style.borderLeftWidth) + parseFloat(style.borderRightWidth);
      over.style.width = `${width}px`;
      over.style.height = `${height}px`;
      const bar = Math.round(width - border - node.clientWidth);
      if (bar > 1) over.style.paddingRight = `${parseFloat(style.paddingRight) + bar}px`;
      if (node.tagName !== "TEXTAREA") over.style.lineHeight = `${node.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)}px`;
      this.follow();
    }

    follow() { this.inner.style.transform = `translate(${-this.node.scrollLeft}px, ${-this.node.scrollTop}px)`; }

    scope() {
      const scope = this.area.dataset.coach;
      return scope === "action" && this.node.name !== "title" ? "text" : scope;
    }

    post(address, values) {
      const token = this.node.form?.elements.csrfmiddlewaretoken?.value ?? "";
      return fetch(address, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": token }, body: new URLSearchParams(values), signal: values.text === undefined ? undefined : this.running.signal });
    }

    /* What was underlined keeps its place while the answer is on its way; what was typed into is let go. */
    typed() {
      const before = this.text, after = this.node.value, most = Math.min(before.length, after.length);
      let head = 0, tail = 0;
      while (head < most && before[head] === after[head]) head++;
      while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
      const end = before.length - tail, by = after.length - before.length;
      this.text = after;
      this.findings = this.findings.filter((one) => one.end <= head || one.start >= end)
        .map((one) => (one.start >= end ? { ...one, start: one.start + by, end: one.end + by } : one));
      this.draw();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    async ask() {
      this.running?.abort();
      this.running = new AbortController();
      const text = this.node.value;
      if (!text.trim()) return this.take({ findings: [], language: "empty" });
      try {
        const answer = await this.post(this.area.dataset.coachAt, { text, scope: this.scope(), private: this.node.form?.elements.disclosure?.value === "restricted" ? "on" : "" });
        const found = await answer.json();
        if (this.node.value !== text) return undefined; // the next pause asks again
        if (answer.ok) this.take(found);
        else this.take({ findings: [], note: found.problem });
      } catch { /* away for a moment: the next pause asks again, and writing goes on */ }
      return undefined;
    }

    take(answer) {
      this.may = answer.may_dismiss;
      this.note = answer.note ?? (answer.language === "other" ? "This seems to be in another language. The coach reads English only." : "");
      this.findings = answer.findings.filter((one) => !this.hidden.some((other) => same(one, other)));
      this.draw();
      if (active === this || ((!active || !active.node.isConnected) && this.findings.length)) { active = this; panel.show(this); }
      clearTimeout(this.saying);
      const count = this.findings.length;
      this.saying = setTimeout(() => {
        if (count !== (this.said ?? 0)) say(suggestions(count) + (count && !this.said ? `. ${MAC ? "F8" : "Alt and ] or F8"} leads to the next.` : "."));
        this.said = count;
      }, SAY);
    }

    draw() {
      const text = this.node.value, parts = [];
      let at = 0;
      for (const one of this.findings) {
        const mark = make("span", { className: one === this.current ? "coach-hit here" : "coach-hit", textContent: text.slice(one.start, one.end) });
        parts.push(text.slice(at, one.start), mark);
        at = one.end;
      }
      // A last line end has no height of its own without something behind it.
      this.inner.replaceChildren(...(parts.length ? [...parts, `${text.slice(at)}\u200b`] : []));
      this.measure();
    }

    at(place) { return this.findings.find((one) => one.start <= place && place <= one.end) ?? null; }

    caret() {
      const here = this.at(this.node.selectionStart);
      if (here === this.current) return;
      this.current = here;
      this.draw();
      panel.mark(this);
    }

    go(step) {
      const list = this.findings, place = this.node.selectionStart;
      const here = list.indexOf(this.at(place));
      const next = here >= 0 ? here + step : step > 0 ? list.findIndex((one) => one.start > place) : list.findLastIndex((one) => one.end < place);
      this.choose(list[(next + list.length) % list.length] ?? list[0]);
    }

    choose(one) {
      this.node.focus({ preventScroll: true });
      this.node.setSelectionRange(one.start, one.end);
      this.current = one;
      this.draw();
      const mark = this.inner.querySelector(".here"), top = mark.offsetTop, { node } = this;
      if (top < node.scrollTop || top + mark.offsetHeight > node.scrollTop + node.clientHeight) node.scrollTop = Math.max(0, top - node.clientHeight / 3);
      this.follow();
      const { top: above, bottom: below } = mark.getBoundingClientRect();
      if (above < 60 || below > innerHeight - 40) scrollBy(0, above - innerHeight / 3);
      panel.show(this);
      const help = one.suggestion ? `Instead: ${one.suggestion}. Alt and Enter takes it.` : one.question;
      say(`${this.findings.indexOf(one) + 1} of ${this.findings.length}. ${one.title}: ${one.excerpt}. ${one.why} ${help}`);
    }

    accept(one) {
      const { node } = this;
      if (!one.suggestion || node.value.slice(one.start, one.end) !== one.excerpt) return;
      node.focus({ preventScroll: true });
      node.setSelectionRange(one.start, one.end);
      // Typed rather than set, so that the browser's own undo takes it back.
      if (!document.execCommand("insertText", false, one.suggestion)) {
        node.setRangeText(one.suggestion, one.start, one.end, "end");
        node.dispatchEvent(new Event("input", { bubbles: true }));
      }
      const blank = /_{3,}/.exec(one.suggestion);
      if (blank) node.setSelectionRange(one.start + blank.index, one.start + blank.index + blank[0].length);
      say(blank ? "Replaced. The blank is selected: type what belongs there." : "Replaced.");
      panel.show(this);
    }

    drop(test) {
      this.findings = this.findings.filter((one) => !test(one));
      this.current = null;
      this.draw();
    }

    key(event) {
      if (event.ctrlKey || event.metaKey || !this.findings.length) return;
      const alt = event.altKey, here = this.at(this.node.selectionStart);
      const bracket = alt && !MAC && { BracketRight: 1, BracketLeft: -1 }[event.code];
      const step = event.key === "F8" && !alt ? (event.shiftKey ? -1 : 1) : bracket;
      if (step) this.go(step);
      else if (alt && here && event.key === "Enter" && !event.shiftKey && here.suggestion) this.accept(here);
      else if (alt && here && ((event.key === "Backspace" && !MAC) || (event.key === "Enter" && event.shiftKey))) panel.dismiss(this, here);
      else return;
      event.preventDefault();
    }
  }

  const panel = {
    node: make("section", { className: "coach-panel stack" }),
    field: null,

    show(field) {
      this.node.setAttribute("aria-label", "Coach");
      const typing = this.node.querySelector("input:focus");
      if (typing && this.field === field && typing.value) return; // a reason is being written
      this.field = field;
      const { findings } = field, count = findings.length;
      const host = document.querySelector("[data-coach-panel]");
      const beside = host && matchMedia("(min-width: 1181px)").matches;
      if (!count && !field.note) { this.node.remove(); return; }
      const head = make("div", { className: "row" }, make("h3", { className: "grow", textContent: "Coach" }), make("span", { className: "small muted", textContent: suggestions(count) }));
      const more = count > SHOWN ? make("p", { className: "small muted", textContent: `And ${count - SHOWN} more further down.` }) : null;
      const keys = count ? make("p", { className: "small muted coach-keys", textContent: MAC ? "F8 next, Alt+Enter use" : "Alt+] next, Alt+Enter use, Alt+Backspace dismiss" }) : null;
      const note = field.note ? make("p", { className: "small", textContent: field.note }) : null;
      const about = make("p", { className: "small" }, make("a", { href: field.area.dataset.coachRules, textContent: "All rules, with their reasons" }));
      this.node.replaceChildren(...[head, note, ...findings.slice(0, SHOWN).map((one) => this.card(field, one)), more, keys, about].filter(Boolean));
      const place = beside ? null : (field.node.closest(".markdownx") ?? field.node.closest(".coach-field"));
      if (beside) { if (this.node.parentNode !== host) host.append(this.node); } else if (place.nextElementSibling !== this.node) place.after(this.node);
      this.mark(field);
    },

    card(field, one) {
      const button = (text, act, quiet = true) => {
        const made = make("button", { type: "button", className: quiet ? "btn quiet" : "btn", textContent: text });
        made.addEventListener("click", act);
        return made;
      };
      const row = make("div", { className: "row" });
      if (one.suggestion) row.append(button("Use this", () => field.accept(one), false));
      if (field.may) row.append(button("Dismiss…", () => this.dismiss(field, one)));
      else row.append(button("Leave it", () => { field.hidden.push(one); field.drop((other) => same(one, other)); field.node.focus(); this.show(field); }));
      if (one.severity === "nudge") row.append(button("Turn this hint off for me", () => this.quiet(field, one)));
      const excerpt = make("button", { type: "button", className: "coach-go", textContent: `“${one.excerpt}”` });
      excerpt.addEventListener("click", () => field.choose(one));
      const card = make("div", { className: "coach" },
        make("b", { className: "k", textContent: one.title }),
        one.severity === "block" ? make("span", { className: "small muted", textContent: " to settle before approval" }) : null,
        make("p", {}, excerpt), make("p", { textContent: one.why }),
        one.suggestion ? make("div", { className: "sug", textContent: one.suggestion }) : null,
        one.question ? make("p", { textContent: one.question }) : null,
        row, make("p", { className: "small muted" }, make("a", { href: `${field.area.dataset.coachRules}#${one.rule}`, textContent: one.source || one.category })));
      card.finding = one;
      return card;
    },

    mark(field) {
      if (this.field !== field) return;
      for (const card of this.node.querySelectorAll(".coach")) {
        const here = field.current && same(card.finding, field.current) && card.finding.start === field.current.start;
        card.classList.toggle("here", Boolean(here));
        // Only the panel scrolls: the text stays where the writer has it.
        if (here) this.node.scrollTop = card.offsetTop - this.node.offsetTop - 8;
      }
    },

    dismiss(field, one) {
      if (!field.may) return;
      this.show(field);
      const card = [...this.node.querySelectorAll(".coach")].find((each) => each.finding === one);
      if (!card || card.querySelector("input")) return;
      const id = "coach-reason", state = make("p", { className: "small" }), words = make("input", { type: "text", id, maxLength: 1000 });
      state.setAttribute("role", "status");
      const send = make("button", { type: "button", className: "btn", textContent: "Dismiss" });
      const stop = make("button", { type: "button", className: "btn quiet", textContent: "Cancel" });
      const box = make("div", { className: "coach-dismiss" }, make("label", { htmlFor: id, textContent: "Why it should stand. Reviewers read it." }), words, make("div", { className: "row" }, send, stop), state);
      const close = () => { box.remove(); field.node.focus(); };
      const go = async () => {
        if (!words.value.trim()) { state.textContent = "Say in a sentence why this wording should stand."; words.focus(); return; }
        const problem = await this.send(field, field.area.dataset.coachDismiss, { rule: one.rule, excerpt: one.excerpt.slice(0, 300), reason: words.value });
        if (problem) { state.textContent = problem; return; }
        for (const each of fields) each.drop((other) => same(one, other));
        close();
        this.show(field);
        say("Dismissed, with your reason.");
      };
      send.addEventListener("click", go);
      stop.addEventListener("click", close);
      words.addEventListener("keydown", (event) => {
        if (event.key === "Enter") { event.preventDefault(); go(); }
        if (event.key === "Escape") { event.stopPropagation(); close(); }
      });
      card.append(box);
      words.focus();
    },

    async quiet(field, one) {
      const problem = await this.send(field, field.area.dataset.coachQuiet, { rule: one.rule });
      if (problem) { say(problem); return; }
      for (const each of fields) each.drop((other) => other.rule === one.rule && other.severity === "nudge");
      field.node.focus();
      this.show(field);
      say("This hint is off for you. The page of rules turns it on again.");
    },

    async send(field, address, values) {
      try {
        const answer = await field.post(address, values);
        if (answer.ok) return "";
        const found = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
        return found.problem ?? "This could not be kept just now. Please try again in a moment.";
      } catch {
        return "This could not be kept just now. Please try again in a moment.";
      }
    },
  };

  const start = (root) => {
    for (const field of fields) if (!field.node.isConnected) fields.delete(field);
    for (const node of root.querySelectorAll(`[data-coach] :is(${FIELDS})`)) {
      if ([...fields].some((field) => field.node === node) || node.hidden || node.type === "hidden" || node.disabled || node.readOnly) continue;
      fields.add(new Field(node));
    }
  };
  document.addEventListener("selectionchange", () => { if (active && document.activeElement === active.node) active.caret(); });
  // The hint that the server prints below a title says the same without this file.
  document.documentElement.classList.add("coach-on");
  start(document);
  document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentNode ?? document));
})();
