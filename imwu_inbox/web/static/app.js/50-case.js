
// --- A case: the chosen place is brought into view, a box and a field point at each other, n and p walk through what
// is to be settled. Every step is a link, so the page works without any of it.
const bring = (part) => part?.scrollIntoView({ block: "center", inline: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
const concerns = () => [...document.querySelectorAll("[data-concern]")];
const settle = (step) => {
  const all = concerns(), at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length];
  next?.focus();
  bring(next);
};
const told = () => {
  const field = document.querySelector("[data-fact][aria-current]"), evidence = byId("evidence");
  if (field && evidence) speak(evidence.innerText.replace(/\s+/g, " ").slice(0, 300));
};
addEventListener("htmx:after:swap", () => {
  if (!byId("case")) return;
  if (location.hash === "#spot") bring(byId("spot") || byId("evidence"));
  else if (location.hash) bring(byId(location.hash.slice(1)));
  told();
});
if (byId("case")) {
  for (const name of ["h", "w", "u", "j", "k", "t", "[", "]"]) byKey(name, () => document.querySelector(`#case [aria-keyshortcuts="${name}"]`)?.click());
  byKey("n", () => settle(1));
  byKey("p", () => settle(-1));
}
