// Evidence: pinned events and views with notes, and what leaves as a file.

import { html, nothing } from "../lib/lit-html/lit-html.js";
import { plural, time, visible, visibleLines } from "../format.js";
import { failed, recordLink, working } from "./parts.js";

export const requests = () => ({ case: "/api/case" });

export function view(app) {
  const slot = app.slots.read("case");
  const pins = slot.value?.pins ?? [];
  return html`${failed(slot.error)}${working(slot, "case")}
    ${slot.value ? html`<section class="panel" aria-label="Case">
      <div class="head"><h2>${plural(pins.length, "pin")}</h2>
        <span class="dim">${slot.value.file ? html`kept in <span class="mono">${visible(slot.value.file)}</span>` : "kept until trailq ends; start it with --case FILE to keep them"}</span>
        <span class="right">${pins.length ? ["jsonl", "csv", "html"].map((form) => html`<a class="button" href=${"/api/export/" + form + "?of=case"} download data-plain>Export ${{ jsonl: "JSON lines", csv: "CSV", html: "one HTML page" }[form]}</a>`) : nothing}</span></div>
      ${pins.length ? nothing : html`<p>Nothing is pinned yet. Pin an event in its drawer, or a whole view with “Pin view”.</p>`}
      <ol class="causes">${pins.map((pin, i) => one(app, pin, i, pins.length))}</ol></section>` : nothing}`;
}

function one(app, pin, i, of) {
  const name = pin.kind === "event" ? visible(pin.summary ?? pin.eventID ?? "") : visible(pin.title || pin.url);
  const href = pin.kind === "event" ? recordLink(app.state, pin.file, pin.number) : pinned(pin.url);
  return html`<li><h3>${href ? html`<a href=${href}>${name}</a>` : name}</h3>
    <p class="dim">${pin.kind === "event" ? html`<span class="mono">${visible(pin.file)}</span> record ${pin.number}, eventID ${visible(pin.eventID ?? "none")}<br>SHA-256 <span class="mono">${visible(pin.sha256 ?? "")}</span>`
      : html`view`}, pinned ${time(pin.at, app.zone)}</p>
    ${pin.command ? html`<pre class="json" tabindex="0">${visibleLines(pin.command)}</pre>` : nothing}
    <form data-form="note" data-id=${pin.id} class="windows"><label class="hidden" for=${"note" + i}>Note on ${name}</label>
      <input id=${"note" + i} class="where" name="note" autocomplete="off" placeholder="a note" .value=${pin.note ?? ""}><button>Save note</button>
      <button type="button" data-do="move" data-id=${pin.id} data-to=${i - 1} ?disabled=${i === 0} aria-label=${"Move up " + name}>↑</button>
      <button type="button" data-do="move" data-id=${pin.id} data-to=${i + 1} ?disabled=${i === of - 1} aria-label=${"Move down " + name}>↓</button>
      <button type="button" data-do="remove" data-id=${pin.id} aria-label=${"Remove " + name}>Remove</button></form></li>`;
}

// pinned returns the URL of a pinned view if it is one of ours; a case file can come from others.
export const pinned = (url) => (/^\/(explore|changes|cost|who|coverage|sql|evidence)(\?|$)/.test(url ?? "") ? url : null);

