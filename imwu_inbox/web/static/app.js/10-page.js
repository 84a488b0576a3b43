// What every page does by itself: it keeps the session awake while somebody works, says when the line is gone, opens
// menus and dialogs, and keeps the place when the language is switched. Without it every page still works.
"use strict";
const byId = (id) => document.getElementById(id);
const show = (id, shown) => { const part = byId(id); if (part) part.hidden = !shown; };
const speak = (text) => { const part = byId("spoken"); if (part) part.textContent = text; };

// --- The session: a key pressed is a person at work; two quiet minutes before the end a dialog asks.
const csrfToken = () => document.body.dataset.csrf;
const asks = (method, path) => fetch(path, { method, credentials: "same-origin", headers: { "X-CSRF": csrfToken() } });
if (document.body.dataset.idleSeconds) {
  const warnMs = document.body.dataset.warnSeconds * 1000, idleMs = document.body.dataset.idleSeconds * 1000;
  const RENEW_MS = 60000;
  let actedAt = Date.now(), toldAt = Date.now(), isOver = false;
  const renew = async () => {
    toldAt = Date.now();
    try { if ((await asks("POST", "/session")).status !== 204) over(); } catch { show("offline", true); }
  };
  const over = () => { isOver = true; byId("idle").close(); show("session-over", true); };
  const back = async () => {
    const answer = await fetch("/session", { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return;
    const fresh = (await answer.json()).csrf;
    document.body.dataset.csrf = fresh;
    for (const field of document.querySelectorAll("input[name=csrf]")) field.value = fresh;
    isOver = false; actedAt = toldAt = Date.now(); show("session-over", false);
  };
  const acted = () => {
    actedAt = Date.now();
    if (byId("idle").open) { byId("idle").close(); renew(); } else if (actedAt - toldAt > RENEW_MS && !isOver) renew();
  };
  for (const kind of ["keydown", "pointerdown", "input"]) addEventListener(kind, acted, { passive: true });
  setInterval(() => {
    if (isOver) return;
    const quietMs = Date.now() - actedAt;
    if (quietMs > idleMs) over();
    else if (quietMs > warnMs && !byId("idle").open) byId("idle").showModal();
  }, 5000);
  addEventListener("focus", () => { if (isOver) back().catch(() => {}); });
}

// --- The line.
addEventListener("offline", () => show("offline", true));
addEventListener("online", () => show("offline", false));
addEventListener("htmx:error", () => show("server-error", navigator.onLine));
addEventListener("htmx:after:swap", () => show("server-error", false));

// --- Menus and dialogs: Escape and a click outside close them, and the focus goes back to what opened them.
const opened = new Map();
addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) openDialog(opener.dataset.opens, opener);
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog").close();
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
const openDialog = (id, opener) => {
  const dialog = byId(id);
  if (!dialog || dialog.open) return;
  opened.set(id, opener || document.activeElement);
  dialog.addEventListener("close", () => opened.get(id)?.focus(), { once: true });
  dialog.showModal();
};

// --- The language: same page, same question, same place.
addEventListener("click", (event) => {
  const link = event.target.closest("[data-keeps-place]");
  if (!link) return;
  const rows = [...document.querySelectorAll("[data-place]")];
  const here = document.querySelector(".entry-here") || (scrollY > 80 && rows.find((row) => row.getBoundingClientRect().top > 60));
  const url = new URL(link.href);
  url.searchParams.set("back", location.pathname + location.search + (here ? "#" + here.id : location.hash));
  link.href = url;
});
