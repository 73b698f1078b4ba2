/**
 * The only script of a report: tables as CSV, the theme, and folds opened for print. Nothing needs
 * it in order to be read; its buttons are hidden until it runs.
 */
export const SCRIPT = `"use strict";
for (const b of document.querySelectorAll("button[hidden]")) b.hidden = false;
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.id === "theme") {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    return;
  }
  const table = document.getElementById(button.dataset.table);
  if (!table) return;
  const cell = (c) => {
    const t = c.textContent.trim().replace(/\\s*\\n\\s*/g, " ").replace(/\\u2060/g, "").replace(/\\u2212/g, "-").replace(/\\u00a0/g, " ").replace(/\\u00b1/g, "+-");
    return /[",\\n]/.test(t) ? '"' + t.replace(/"/g, '""') + '"' : t;
  };
  const csv = [...table.rows].map((r) => [...r.cells].map(cell).join(",")).join("\\n") + "\\n";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
  link.download = table.id + ".csv";
  link.click();
  URL.revokeObjectURL(link.href);
});
addEventListener("beforeprint", () => {
  for (const d of document.querySelectorAll("details.twin")) d.open = true;
});
`;

/** SHA-256 of the script, base64, for the content security policy; a test holds the two together. */
export const SCRIPT_SHA256 = "lSIo/MsPbfSfoiHETLS/2uW7wAjgoO8CsQnx94dj000=";
