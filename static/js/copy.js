// Puts a button beside each citation, and beside code, that copies it. What follows is told to who cannot see it.
"use strict";
{
    const words = document.currentScript.dataset;
    const SHOWN = 4000; // milliseconds for which the button says what became of it
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    document.body.append(status);

    const selected = (box) => {
        // Where the browser keeps the clipboard back: pages that are not served over HTTPS.
        getSelection().selectAllChildren(box);
        return document.execCommand("copy");
    };
    const copied = async (box) => {
        if (!navigator.clipboard) return selected(box);
        try {
            await navigator.clipboard.writeText(box.textContent.trim());
            return true;
        } catch {
            return selected(box);
        }
    };
    for (const box of document.querySelectorAll(".citation-box, .numbered-sources__text, .read-in-code .code-block")) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button--small copy-button no-print";
        button.textContent = words.copy;
        let waiting;
        button.addEventListener("click", async () => {
            const told = (await copied(box)) ? words.copied : words.failed;
            clearTimeout(waiting);
            button.textContent = told;
            status.textContent = told;
            waiting = setTimeout(() => {
                button.textContent = words.copy;
                status.textContent = "";
            }, SHOWN);
        });
        box.after(button);
    }
}
