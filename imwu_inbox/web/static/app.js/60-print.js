
// --- Print: the browser's own dialog.
addEventListener("click", (event) => { if (event.target.closest("[data-prints]")) print(); });
