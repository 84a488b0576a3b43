// Keys for those who work with them, the selection, and the counts that renew themselves without moving the list.

// --- Keys. They are off in fields, with Ctrl, Alt or Meta, while a dialog is open, and for whoever switched them off.
const keys = new Map();
const byKey = (name, act) => keys.set(name, act);
const keysAreOff = () => localStorage.getItem("shortcuts") === "off";
let waiting = "";
addEventListener("keydown", (event) => {
  const field = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (event.key === "Escape" && !field) keys.get("Escape")?.();
  if (event.ctrlKey || event.altKey || event.metaKey || field || document.querySelector("dialog[open]") || keysAreOff()) return;
  const name = waiting ? waiting + " " + event.key : event.key;
  waiting = "";
  if (event.key === "g" && name === "g") { waiting = "g"; setTimeout(() => { waiting = ""; }, 1200); return; }
  const act = keys.get(name);
  if (act && name !== "Escape") { event.preventDefault(); act(); }
});
byKey("?", () => openDialog("shortcuts"));
byKey("/", () => byId("seek")?.focus());
byKey("g q", () => { location.href = "/queue"; });
byKey("g d", () => { location.href = "/dashboard"; });
const keysSwitch = byId("single-keys");
if (keysSwitch) {
  keysSwitch.checked = !keysAreOff();
  keysSwitch.addEventListener("change", () => keysSwitch.checked ? localStorage.removeItem("shortcuts") : localStorage.setItem("shortcuts", "off"));
}

// --- Rows.
const rowsOf = () => [...document.querySelectorAll(".entry")];
const rowHere = () => document.activeElement?.closest?.(".entry") || document.querySelector(".entry-here");
const goTo = (row) => {
  if (!row) return;
  for (const other of document.querySelectorAll(".entry-here")) other.classList.remove("entry-here");
  row.classList.add("entry-here");
  row.querySelector("[data-opens-row]").focus();
  row.scrollIntoView({ block: "nearest" });
};
addEventListener("focusin", (event) => {
  const row = event.target.closest?.(".entry");
  if (row) for (const other of document.querySelectorAll(".entry-here")) if (other !== row) other.classList.remove("entry-here");
  row?.classList.add("entry-here");
});
const step = (by) => {
  const rows = rowsOf(), at = rows.indexOf(rowHere());
  goTo(at < 0 ? rows[by > 0 ? 0 : rows.length - 1] : rows[Math.min(rows.length - 1, Math.max(0, at + by))]);
};
const pickOf = (row) => row?.querySelector("input[name=reference]");
if (document.querySelector(".queue")) {
  byKey("j", () => step(1));
  byKey("k", () => step(-1));
  byKey("o", () => rowHere()?.querySelector("[data-opens-row]").click());
  byKey("x", () => { const pick = pickOf(rowHere()); if (pick) { pick.checked = !pick.checked; picked(); } });
  byKey("c", () => {
    if (document.querySelector("input[name=reference]:checked")) document.querySelector(".bulk .button").click();
    else rowHere()?.querySelector("button[name=only]")?.click();
  });
  byKey("Escape", () => { document.querySelector(".rows-form")?.reset(); picked(); });
}
const picked = () => {
  const all = document.querySelectorAll("input[name=reference]"), on = document.querySelectorAll("input[name=reference]:checked");
  for (const part of document.querySelectorAll("[data-picked]")) part.textContent = on.length;
  const every = document.querySelector("[data-picks-all]");
  if (every) { every.checked = on.length > 0 && on.length === all.length; every.indeterminate = on.length > 0 && on.length < all.length; }
};
addEventListener("change", (event) => {
  if (event.target.matches?.("[data-picks-all]")) for (const pick of document.querySelectorAll("input[name=reference]")) pick.checked = event.target.checked;
  if (event.target.matches?.("[data-picks-all], input[name=reference]")) picked();
});
addEventListener("reset", () => setTimeout(picked));
addEventListener("click", (event) => { if (event.target.closest?.("[data-prints]")) print(); });

// --- After a part of the page was renewed: the focus stays in its row, and one line says what the list shows now.
let lastRow = "";
addEventListener("htmx:before:request", () => { lastRow = rowHere()?.id || ""; });
addEventListener("htmx:after:swap", () => {
  for (const label of document.querySelectorAll(".filter")) label.classList.toggle("filter-set", Boolean(label.querySelector("select").value));
  if (lastRow && !document.activeElement?.closest?.(".entry, .filters")) goTo(byId(lastRow));
  speak(document.querySelector(".list-said p")?.textContent.trim() || byId("list-count")?.textContent || "");
});
// Browsers drop the focus when they scroll to a place of the address, which may be in the first frame: it is set after it.
if (location.hash.startsWith("#r-")) addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => goTo(byId(location.hash.slice(1))))));

// --- The counts.
const PULSE_MS = 30000;
const pulse = async () => {
  const list = byId("list");
  if (!list || document.hidden) return;
  const question = new URLSearchParams(list.dataset.here.split("?")[1] || "");
  question.set("newest", list.dataset.newest);
  const answer = await fetch("/queue/pulse?" + question, { credentials: "same-origin", redirect: "manual", headers: { "X-Still": "1" } });
  if (!answer.ok) return;
  const told = await answer.json();
  for (const part of document.querySelectorAll("[data-count]")) {
    part.textContent = told.counts[part.dataset.count] ?? part.textContent;
    part.classList.toggle("rail-none", told.none.includes(part.dataset.count));
  }
  for (const part of document.querySelectorAll("[data-urgent]")) {
    part.textContent = told.urgent[part.dataset.urgent];
    if (told.none.includes(part.dataset.urgent)) part.removeAttribute("href"); else part.href = part.dataset.leadsTo;
  }
  const line = list.querySelector(".fresh");
  if (!line || line.textContent === told.fresh) return;
  const link = document.createElement("a");
  [link.className, link.href, link.textContent] = ["fresh-link", line.dataset.leadsTo, told.fresh];
  line.replaceChildren(...(told.fresh ? [link] : []));
};
if (byId("list")) setInterval(() => pulse().catch(() => {}), PULSE_MS);
