// Comfort for the forms of the admin, which all work without it: leads to faults, remembers which
// groups are closed, says what is not saved yet and asks before it is lost, has what is typed kept
// aside, and says who else has the form open.
"use strict";
{
    // Focus. A link to a field opens what it stands in; a select that searches has a stand-in.
    const reveal = (target) => {
        for (let each = target; each; each = each.parentElement) {
            if (each.matches("details")) each.open = true;
        }
        const box = target.matches(".select2-hidden-accessible")
            ? target.nextElementSibling?.querySelector(".select2-selection") : target;
        box?.focus({ preventScroll: true });
        box?.scrollIntoView({ block: "center" });
    };
    const target = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const summary = document.getElementById("error-summary");
    summary?.addEventListener("click", (event) => {
        const link = event.target.closest("a[href^='#']");
        const found = link && document.getElementById(link.hash.slice(1));
        if (!found) return;
        event.preventDefault();
        history.replaceState(null, "", link.hash);
        reveal(found);
    });
    addEventListener("load", () => {
        if (summary) summary.focus();
        else if (location.hash.length > 1 && target()) reveal(target());
    });

    // What is open stays open on this page, as long as the window is.
    for (const details of document.querySelectorAll("details[data-remember]")) {
        const key = `open:${location.pathname}:${details.dataset.remember}`;
        const kept = sessionStorage.getItem(key);
        const faulty = details.querySelector(".errorlist");
        details.open = Boolean(faulty) || (kept === null ? details.open : kept === "1");
        details.addEventListener("toggle", () => sessionStorage.setItem(key, details.open ? "1" : "0"));
    }

    // What was changed and is not saved. Files and tokens are not counted; rows added by script are.
    const form = document.querySelector("#content-main form[method=post]");
    const line = form?.querySelector(".unsaved");
    if (line) {
        const fields = () => [...new FormData(form)].filter(
            ([name, value]) => name !== "csrfmiddlewaretoken" && !name.includes("__prefix__")
                && typeof value === "string"
        );
        const values = () => {
            const found = new Map();
            for (const [name, value] of fields()) found.set(name, `${found.get(name) ?? ""}\n${value}`);
            return found;
        };
        let before;
        let leaving = false;
        const changed = () => {
            const now = values();
            return [...new Set([...before.keys(), ...now.keys()])]
                .filter((name) => before.get(name) !== now.get(name)).length;
        };
        const tell = () => {
            const number = changed();
            line.hidden = !number;
            line.textContent = number ? `${line.dataset.words} ${number}` : "";
        };
        addEventListener("load", () => {
            before = values();
            tell();
            for (const name of ["input", "change", "click"]) form.addEventListener(name, () => setTimeout(tell));
            window.django?.jQuery?.(form).on("change", tell);
        });
        form.addEventListener("submit", () => { leaving = true; });
        addEventListener("pageshow", () => { leaving = false; });
        addEventListener("beforeunload", (event) => {
            // What was refused is not saved either.
            if (!leaving && before && (summary || changed())) event.preventDefault();
        });

        // What is typed is kept aside, and never applied; the answer says who else is here.
        const others = form.querySelector(".others");
        const TOLD_EVERY = 30_000; // milliseconds
        let kept = "";
        const telling = (last) => {
            const data = new FormData();
            const typed = fields();
            const text = JSON.stringify(typed);
            data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
            data.set("kept_path", location.pathname);
            if (last) data.set("kept_leaving", "1");
            // What is being saved is not kept beside it.
            if (!leaving && before && changed() && text !== kept) {
                for (const [name, value] of typed) data.append(name, value);
                data.set("kept_typed", "1");
                kept = text;
            }
            return data;
        };
        const tellOthers = async () => {
            let answer = null;
            try {
                const response = await fetch(others.dataset.tell, { method: "POST", body: telling(false) });
                if (response.ok && !response.redirected) answer = await response.json();
            } catch {
                // No connection: it is said below, and tried again.
            }
            if (!answer) kept = "";
            others.textContent = answer ? `${others.dataset.words} ${answer.others.join(others.dataset.comma)}` : others.dataset.failed;
            others.hidden = Boolean(answer) && !answer.others.length;
        };
        if (others) {
            addEventListener("load", () => {
                tellOthers();
                setInterval(tellOthers, TOLD_EVERY);
            });
            addEventListener("pagehide", () => navigator.sendBeacon(others.dataset.tell, telling(true)));
        }
    }
}
