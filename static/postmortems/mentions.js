/* Names after an @ in a remark: a list to choose from by arrow keys, Typing a name out works as well. */
(() => {
  let list = null;
  let field = null;
  let names = [];
  let here = -1;
  let asked = 0;

  const word = () => {
    const before = field.value.slice(0, field.selectionStart);
    const found = /(?:^|[^\w@/.])@([\p{L}\d][\p{L}\d .'-]{0,40})$/u.exec(before);
    return found && !/\s\s|\n/.test(found[1]) ? found[1] : null;
  };

  const close = () => {
    asked += 1;
    if (!list) return;
    list.remove();
    list = null;
    here = -1;
    field.removeAttribute("aria-activedescendant");
  };

  const mark = (index) => {
    here = (index + names.length) % names.length;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === here)));
    field.setAttribute("aria-activedescendant", list.children[here].id);
  };

  const take = (index) => {
    const begun = word();
    const end = field.selectionStart;
    const start = end - begun.length;
    field.setRangeText(`${names[index]} `, start, end, "end");
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };

  const show = () => {
    if (list) list.remove();
    list = document.createElement("ul");
    list.className = "mentions";
    list.id = "mentions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "People");
    names.forEach((name, index) => {
      const item = document.createElement("li");
      item.id = `mention-${index}`;
      item.setAttribute("role", "option");
      item.textContent = name;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(index); });
      list.append(item);
    });
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", "mentions");
    field.after(list);
    mark(0);
  };

  document.addEventListener("input", async (event) => {
    if (!event.target.dataset?.mentions) return;
    field = event.target;
    const begun = word();
    if (begun === null) { close(); return; }
    asked += 1;
    const mine = asked;
    const answer = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(begun)}`).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    names = (await answer.json()).people;
    if (mine !== asked) return;
    if (names.length && !names.includes(begun.trim())) show(); else close();
  });

  document.addEventListener("keydown", (event) => {
    if (!list || event.target !== field || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(here + (event.key === "ArrowDown" ? 1 : -1)); }
    else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); take(here); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
  });

  document.addEventListener("focusout", (event) => { if (event.target === field) close(); });
})();
