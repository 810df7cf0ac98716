// On the page of a section that is read: what is selected in the text becomes the phrase.
"use strict";
{
    const text = document.getElementById("reading-text");
    const phrase = document.getElementById("id_phrase");
    document.addEventListener("selectionchange", () => {
        const selection = document.getSelection();
        if (!text || selection.isCollapsed || !text.contains(selection.anchorNode)) return;
        const words = selection.toString().replace(/\s+/g, " ").trim();
        if (words) phrase.value = words;
    });
}
