"use strict";
/* Sorts, filters, searches and shows the problems that the page holds. Texts become text nodes
   alone, never markup; nothing is sent anywhere and no dialog is opened. */
(() => {
  const STEP = 100, PRINTED = 500;
  const by = (id) => document.getElementById(id);
  const titles = { severity: "Severity", source: "File", row: "Row", column: "Column", value: "What stands there", message: "What to do", rule: "Rule", decision: "Decision" };
  const rank = { error: 0, warning: 1, info: 2 };

  for (const link of document.querySelectorAll("nav a")) {
    link.addEventListener("click", () => { by(link.hash.slice(1)).open = true; });
  }
  if (!by("held")) return;

  const held = JSON.parse(by("held").textContent);
  const rows = held.rows;
  const said = (row) => held.texts[row[0]];
  const decided = (row) => held.decisions[row[6]];
  const state = (row) => ({ accept: "settled", exclude: "settled", correct: "to be corrected" })[decided(row)[0]] || "open";
  const states = rows.map(state);
  const read = {
    severity: (row) => said(row)[0], rule: (row) => said(row)[1], message: (row) => said(row)[2],
    source: (row) => held.sources[row[1]], row: (row) => row[2], column: (row) => held.columns[row[3]],
    value: (row) => row[4], record: (row) => row[5], decision: (row) => decided(row)[1] || "open",
  };
  const all = rows.map((_, number) => number);
  let sorted = all, found = all, shown = 0, sortedBy = "", down = false, words = null;

  function make(name, text, attributes = {}) {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  /* Paths and names may go on in a new line after these, and not in mid-word. */
  function breakable(text) {
    const parts = text.split(/(?<=[/_-])(?=[^/_-])/);
    return parts.flatMap((part, n) => n ? [make("wbr"), part] : [part]);
  }

  function line(number) {
    const row = rows[number], tr = make("tr", undefined, { role: "row" });
    if (states[number] === "settled") tr.className = "settled";
    for (const key of Object.keys(titles)) {
      const td = make("td", undefined, { role: "cell", "data-label": titles[key] });
      td.className = { severity: `short ${read.severity(row)}`, row: "short", rule: "short" }[key] || key;
      const text = String(read[key](row));
      if (key === "value") { if (text) td.append(make("code", text)); } else if (key === "source" || key === "column") td.append(...breakable(text)); else td.textContent = text;
      if (key === "message") {
        const details = make("details");
        details.append(make("summary", "Why, and how to settle it"));
        details.dataset.number = number;
        td.append(details);
      }
      tr.append(td);
    }
    return tr;
  }

  function labelled(label, text) {
    const p = make("p");
    p.append(make("b", `${label}: `), text);
    return p;
  }

  function explain(details) {
    const row = rows[details.dataset.number], code = read.rule(row), record = read.record(row);
    const rule = Object.hasOwn(held.rules, code) ? held.rules[code] : { settled_by: [] };
    if (rule.sentence) details.append(make("p", rule.sentence));
    if (rule.why) details.append(labelled("Why it matters", rule.why));
    if (record) details.append(labelled("Record", make("code", record, { class: "record" })));
    if (!rule.settled_by.length) details.append(make("p", "No decision can settle this: it must be put right."));
    // Anything else could say something else in a line of CSV than it shows here.
    if (/^[A-Z]+-[0-9]{3}$/.test(code) && /^[0-9a-z]{16}$/.test(record)) {
      details.append(make("p", "A line for data/raw/decisions.csv; add reason, reviewer and date:"));
      const list = make("ul", undefined, { class: "lines" });
      for (const [decision, does] of Object.entries(held.does)) {
        if (decision !== "correct" && !rule.settled_by.includes(decision)) continue;
        const item = make("li"), text = `${code},${record},${decision},,,,`;
        const button = make("button", `Copy line to ${decision}`, { type: "button" });
        button.dataset.line = text;
        item.append(make("p", does), make("code", text), button);
        list.append(item);
      }
      details.append(list);
    }
  }

  function show(number) {
    const part = document.createDocumentFragment();
    for (const one of found.slice(shown, shown + number)) part.append(line(one));
    by("rows").append(part);
    shown = Math.min(shown + number, found.length);
    const left = found.length - shown;
    by("more").hidden = !left;
    by("more").textContent = `Show ${Math.min(STEP, left)} more of ${left.toLocaleString("en-GB")}`;
    const of = found.length === rows.length ? "" : ` found, of ${rows.length.toLocaleString("en-GB")} in this page`;
    by("status").textContent = found.length
      ? `Showing ${shown.toLocaleString("en-GB")} of ${found.length.toLocaleString("en-GB")} problems${of}.`
      : "No problem is like this. Choose “Show all again”.";
  }

  function order() {
    if (!sortedBy) { sorted = all; return; }
    const key = rows.map((row) => {
      const value = read[sortedBy](row);
      return sortedBy === "severity" ? rank[value] : typeof value === "string" ? value.toLowerCase() : value;
    });
    const way = down ? -1 : 1;
    // Numbers come before words: most rows of files are numbers, a few are "page 2, item 3".
    sorted = [...all].sort((a, b) => {
      const x = key[a], y = key[b];
      if (typeof x !== typeof y) return typeof x === "number" ? -way : way;
      return x < y ? -way : x > y ? way : a - b;
    });
  }

  function choose() {
    const wanted = {};
    for (const key of ["severity", "source", "rule", "decision"]) wanted[key] = by(key).value;
    const parts = by("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (parts.length && !words) {
      words = rows.map((row) => [...Object.keys(titles), "record"].map((key) => read[key](row)).join("\n").toLowerCase());
    }
    found = sorted.filter((number) => {
      const row = rows[number];
      return (!wanted.severity || read.severity(row) === wanted.severity)
        && (!wanted.source || read.source(row) === wanted.source)
        && (!wanted.rule || read.rule(row) === wanted.rule)
        && (!wanted.decision || states[number] === wanted.decision)
        && parts.every((part) => words[number].includes(part));
    });
    shown = 0;
    by("rows").replaceChildren();
    show(STEP);
  }

  function sortBy(key, downwards) {
    sortedBy = key;
    down = downwards;
    for (const th of document.querySelectorAll("th[data-key]")) {
      if (th.dataset.key === key) th.setAttribute("aria-sort", down ? "descending" : "ascending");
      else th.removeAttribute("aria-sort");
    }
    by("sort").value = key ? `${key} ${down ? "down" : "up"}` : "";
    order();
    choose();
  }

  function fill(id, first, values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    by(id).append(make("option", first, { value: "" }));
    const names = [...counts.keys()].sort((a, b) => (rank[a] ?? 9) - (rank[b] ?? 9) || (a < b ? -1 : 1));
    for (const name of names) {
      const option = make("option", `${name} (${counts.get(name).toLocaleString("en-GB")})`);
      option.value = name;
      by(id).append(option);
    }
  }

  async function copy(button) {
    const text = button.dataset.line;
    let copied = false;
    try {
      await navigator.clipboard.writeText(text);
      copied = true;
    } catch {
      // Where the clipboard is closed to pages from a file, an older way is open.
      const field = make("textarea", text, { "aria-hidden": "true", tabindex: "-1" });
      button.after(field);
      field.select();
      copied = document.execCommand("copy");
      field.remove();
      button.focus();
    }
    if (!copied) getSelection().selectAllChildren(button.previousElementSibling);
    button.textContent = copied ? "Copied" : "Press Ctrl+C to copy";
    by("told").textContent = copied ? `Copied: ${text}` : "The line is selected; press Ctrl+C to copy it.";
  }

  fill("severity", "All", rows.map(read.severity));
  fill("source", "All", rows.map(read.source));
  fill("rule", "All", rows.map(read.rule));
  fill("decision", "All", states);
  by("sort").append(make("option", "Gravest first", { value: "" }));
  for (const th of document.querySelectorAll("th[data-key]")) {
    const key = th.dataset.key, button = make("button", titles[key], { type: "button" });
    button.addEventListener("click", () => sortBy(key, sortedBy === key && !down));
    th.replaceChildren(button);
    for (const way of ["up", "down"]) {
      by("sort").append(make("option", way === "up" ? titles[key] : `${titles[key]}, backwards`, { value: `${key} ${way}` }));
    }
  }
  by("sort").addEventListener("change", () => {
    const [key, way] = by("sort").value.split(" ");
    sortBy(key, way === "down");
  });
  for (const id of ["severity", "source", "rule", "decision"]) by(id).addEventListener("change", choose);
  let waiting = 0;
  by("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(choose, 200);
  });
  by("clear").addEventListener("click", () => {
    for (const id of ["severity", "source", "rule", "decision", "search"]) by(id).value = "";
    sortBy("", false);
  });
  by("more").addEventListener("click", () => {
    const next = shown;
    show(STEP);
    by("rows").rows[next].querySelector("summary").focus();
  });
  by("rows").addEventListener("toggle", (event) => {
    const details = event.target;
    if (details.open && details.childElementCount === 1) explain(details);
  }, true);
  by("rows").addEventListener("click", (event) => {
    if (event.target.dataset.line) copy(event.target);
  });
  addEventListener("beforeprint", () => { if (shown < PRINTED) show(PRINTED - shown); });

  by("static-note").hidden = true;
  by("filters").hidden = false;
  choose();
})();
