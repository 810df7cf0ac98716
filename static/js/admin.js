// Gives each autocomplete select of the admin the name of its field, which Select2 leaves out.
"use strict";
{
    const name = (container) => {
        const label = document.querySelector(`label[for="${container.previousElementSibling?.id}"]`);
        for (const box of container.querySelectorAll("[role=textbox], [role=searchbox]")) {
            box.setAttribute("aria-label", label?.textContent.trim().replace(/:$/, "") ?? "");
        }
    };
    new MutationObserver((records) => {
        for (const node of records.flatMap((record) => [...record.addedNodes])) {
            if (node.matches?.("select + .select2-container")) name(node);
        }
    }).observe(document.body, { childList: true, subtree: true });
}
