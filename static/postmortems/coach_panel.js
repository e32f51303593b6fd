/* The panel of the coach: what was found in the field that is being written in, why, another wording, and what to do with it.
   `coach.js` finds the fields and asks; this file shows and decides. What both need stands in `window.coach`. */
(() => {
  const SHOWN = 30;
  const MAC = /Mac|iP/.test(navigator.platform);
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children.filter(Boolean));
    return node;
  };
  const suggestions = (count) => (count === 1 ? "1 suggestion" : `${count || "No"} suggestions`);
  const same = (one, other) => one.rule === other.rule && one.excerpt === other.excerpt;
  const fields = new Set();

  const told = make("div", { className: "visually-hidden" });
  told.setAttribute("role", "status");
  const say = (text) => { if (!told.isConnected) document.body.append(told); told.textContent = text; };

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

  window.coach = { make, suggestions, same, say, fields, panel, MAC };
})();
