// Puts a button beside each citation that copies it. Without a script, a click selects the text.
"use strict";

(() => {
  const { copy, copied, failed } = document.currentScript.dataset;

  const selected = (box) => {
    const range = document.createRange();
    range.selectNodeContents(box);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  const write = async (box) => {
    const text = box.textContent.replace(/\s+/g, " ").trim();
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Pages without https have no clipboard to write to.
    selected(box);
    if (!document.execCommand("copy")) throw new Error("not copied");
  };

  for (const box of document.querySelectorAll(".citation-box, .numbered-sources__text")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--small copy";
    button.textContent = copy;
    // Told to who does not see the button change.
    const told = document.createElement("span");
    told.className = "visually-hidden";
    told.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await write(box);
        button.textContent = told.textContent = copied;
      } catch {
        selected(box);
        button.textContent = told.textContent = failed;
      }
    });
    box.after(button, told);
  }
})();
