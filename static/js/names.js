// Offers names while one types in a search box: a combobox with a list, as the ARIA Authoring Practices describe it.
// Without this file the box searches as ever, and /search/names/ shows the same names.
"use strict";
{
    const WAIT = 120; // milliseconds without a key before the site is asked
    const JAPANESE = /[\u3041-\u30ff\u3400-\u9fff]/;

    const made = (tag, attributes) => {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        return element;
    };

    class Offers {
        constructor(form) {
            this.form = form;
            this.input = form.querySelector("input[name=q]");
            this.names = [];
            this.active = -1;
            this.asked = "";
            const id = `${this.input.id}-names`;
            this.list = made("ul", { id, class: "offers", role: "listbox", "aria-label": form.dataset.namesLabel, hidden: "" });
            this.status = made("div", { class: "visually-hidden", role: "status" });
            form.append(this.list, this.status);
            const roles = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
            for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
            this.input.addEventListener("input", (event) => event.isComposing || this.typed());
            this.input.addEventListener("compositionstart", () => this.close());
            this.input.addEventListener("compositionend", () => this.typed());
            this.input.addEventListener("keydown", (event) => this.pressed(event));
            this.input.addEventListener("blur", () => this.close());
            // The box keeps the focus while an option is pressed.
            this.list.addEventListener("pointerdown", (event) => event.preventDefault());
            this.list.addEventListener("click", (event) => {
                const option = event.target.closest("[role=option]");
                if (option) this.open(this.names[[...this.list.children].indexOf(option)]);
            });
        }

        get isOpen() {
            return !this.list.hidden;
        }

        typed() {
            clearTimeout(this.timer);
            this.close();
            this.timer = setTimeout(() => this.ask(), WAIT);
        }

        async ask() {
            const words = this.input.value.trim();
            this.asked = words;
            this.request?.abort();
            if (!words) {
                this.status.textContent = "";
                return;
            }
            this.request = new AbortController();
            const address = `${this.form.dataset.names}?${new URLSearchParams({ q: words })}`;
            let answer;
            try {
                const response = await fetch(address, { signal: this.request.signal });
                if (!response.ok) return;
                answer = await response.json();
            } catch {
                return; // gone on typing, or no connection: the box searches without names
            }
            if (words === this.asked && document.activeElement === this.input) this.show(answer);
        }

        show(answer) {
            this.names = answer.names;
            this.list.replaceChildren(...this.names.map((each, place) => this.option(each, place)));
            this.list.hidden = !this.names.length;
            this.choose(-1);
            this.input.setAttribute("aria-expanded", String(this.isOpen));
            this.status.textContent = answer.told;
        }

        option(each, place) {
            const option = made("li", { id: `${this.list.id}-${place}`, role: "option", class: "offers__option", "aria-selected": "false" });
            const parts = { name: each.name, also: each.also, note: [each.kind, each.measures].filter(Boolean).join(" · ") };
            for (const [name, words] of Object.entries(parts)) {
                if (!words) continue;
                const part = made("span", { class: `offers__${name}` });
                part.textContent = words;
                if (JAPANESE.test(words)) part.lang = "ja";
                option.append(part, " ");
            }
            return option;
        }

        choose(place) {
            this.list.children[this.active]?.setAttribute("aria-selected", "false");
            this.active = place;
            const option = this.list.children[place];
            if (!option) {
                this.input.removeAttribute("aria-activedescendant");
                return;
            }
            option.setAttribute("aria-selected", "true");
            option.scrollIntoView({ block: "nearest" });
            this.input.setAttribute("aria-activedescendant", option.id);
        }

        close() {
            clearTimeout(this.timer);
            this.asked = "";
            this.list.hidden = true;
            this.choose(-1);
            this.input.setAttribute("aria-expanded", "false");
        }

        open(name) {
            location.assign(name.address);
        }

        // Of n options and the box itself, in a circle, the one before or after the present.
        step(by) {
            const places = this.names.length + 1;
            this.choose(((this.active + 1 + by + places) % places) - 1);
        }

        pressed(event) {
            // 229: a key that an input method keeps to itself, where the browser does not say that it composes.
            if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.shiftKey) return;
            const chosen = this.active >= 0;
            // When a key is taken, and what it does then; else it does as ever: Enter submits, Home moves in the words.
            const actions = {
                ArrowDown: [true, () => (this.isOpen ? this.step(1) : this.ask())],
                ArrowUp: [this.isOpen, () => this.step(-1)],
                Home: [chosen, () => this.choose(0)],
                End: [chosen, () => this.choose(this.names.length - 1)],
                Enter: [chosen, () => this.open(this.names[this.active])],
                Escape: [this.isOpen, () => this.close()],
            };
            const [taken, act] = actions[event.key] ?? [false];
            if (taken) {
                event.preventDefault();
                act();
            }
        }
    }

    for (const form of document.querySelectorAll("form[data-names]")) new Offers(form);
}
