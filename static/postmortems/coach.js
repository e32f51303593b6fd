/* The coach beside what people write: underlines in the field, and the reasons with another wording in a panel. The person
   decides; nothing is changed, sent or held back by itself. Fields that htmx brings later start as well. Without this file
   there is no coach while typing, and nothing else is missing. */
(() => {
  const PAUSE = 180, SAY = 700, FIELDS = "textarea, input[name=title], input[name=text], input[name=correction_note]";
  const COPIED = ["fontFamily", "fontSize", "fontWeight", "fontStyle", "fontStretch", "letterSpacing", "wordSpacing", "lineHeight", "textTransform", "textIndent", "textAlign", "tabSize", "direction",
    "textRendering", "fontKerning", "fontVariantLigatures", "fontVariantNumeric", "fontFeatureSettings", "fontOpticalSizing",
    "paddingTop", "paddingRight", "paddingBottom", "paddingLeft", "borderTopWidth", "borderRightWidth", "borderBottomWidth", "borderLeftWidth"];
  const { make, suggestions, same, say, fields, panel, MAC } = window.coach; // coach_panel.js, loaded before this one
  let active = null;

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
      if (this.text.trim() && this.area.dataset.coachTable === undefined) this.ask();
    }

    /* The rows of a table are read in one piece: a request for each would be hundreds. */
    static async together(list) {
      const texts = list.map((each) => each.node.value), text = texts.join("\n\n"), [first] = list;
      first.running = new AbortController();
      try {
        const answer = await first.post(first.area.dataset.coachAt, { text, scope: first.scope() });
        if (!answer.ok) return;
        const found = await answer.json();
        let at = 0;
        list.forEach((each, place) => {
          const start = at, end = at + texts[place].length;
          at = end + 2;
          if (each.node.value !== texts[place] || !each.node.isConnected) return; // typed into meanwhile: its own pause asks
          const own = found.findings.filter((one) => one.start >= start && one.end <= end);
          each.said = own.length; // said once for the whole table
          each.take({ ...found, findings: own.map((one) => ({ ...one, start: one.start - start, end: one.end - start })) });
        });
        if (found.findings.length) say(`${suggestions(found.findings.length)} in the rows.`);
      } catch { /* away for a moment: a row asks again when it is typed into */ }
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
      // Each underline cuts the line into runs that are rounded up by themselves, by a 64th of a pixel at most: a line that
      // just fits the field would not fit here without this allowance.
      over.style.paddingRight = `${parseFloat(style.paddingRight) + (bar > 1 ? bar : 0) - 0.15}px`;
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
      const here = list.indexOf(this.at(place)), found = list[here];
      // Where the caret merely stands in a finding (a text may begin with one), that one comes first.
      const chosen = found && found.start === place && found.end === this.node.selectionEnd;
      const next = here >= 0 ? here + (chosen ? step : 0) : step > 0 ? list.findIndex((one) => one.start > place) : list.findLastIndex((one) => one.end < place);
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

  const start = (root) => {
    for (const field of fields) if (!field.node.isConnected) fields.delete(field);
    const rows = [];
    for (const node of root.querySelectorAll(`[data-coach] :is(${FIELDS})`)) {
      if ([...fields].some((field) => field.node === node) || node.hidden || node.type === "hidden" || node.disabled || node.readOnly) continue;
      const field = new Field(node);
      fields.add(field);
      if (field.area.dataset.coachTable !== undefined) rows.push(field);
    }
    if (rows.some((field) => field.text.trim())) Field.together(rows);
  };
  document.addEventListener("selectionchange", () => { if (active && document.activeElement === active.node) active.caret(); });
  // The hint that the server prints below a title says the same without this file.
  document.documentElement.classList.add("coach-on");
  start(document);
  document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentNode ?? document));
})();
