// Requests to the server. A slot holds the latest answer of one kind and the request that it belongs to;
// a newer request cancels the older one, and the old answer stays until the new one is there.

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// Failure is an answer that says what went wrong: a sentence and perhaps a hint.
export class Failure extends Error {
  constructor(body, status) {
    super(body.error || "the server answered " + status);
    const { hint, line, column, length, state } = body;
    Object.assign(this, { hint, line, column, length, state, status });
  }
}

export class Slots {
  #changed;
  #slots = new Map();

  // changed is called whenever an answer, an error or progress arrives.
  constructor(changed) { this.#changed = changed; }

  // read returns the slot: { url, value, error, busy, progress }.
  read(name) { return this.#slots.get(name) ?? {}; }

  // want asks for url unless the slot already holds it or waits for it. null empties the slot.
  want(name, url, ask = getJSON) {
    const old = this.read(name);
    if ((old.url ?? null) === url) return;
    old.stop?.abort();
    if (url === null) {
      this.#slots.delete(name);
      return;
    }
    const stop = new AbortController();
    const slot = { url, value: old.value, busy: true, stop };
    this.#slots.set(name, slot);
    const current = () => this.#slots.get(name) === slot;
    const report = (change) => {
      if (!current()) return;
      Object.assign(slot, change);
      this.#changed();
    };
    ask(url, stop.signal, report)
      .then((value) => report({ value, error: undefined, busy: false, progress: undefined }))
      .catch((error) => {
        if (stop.signal.aborted || error.status === 410) return;
        report({ error: readable(error), value: undefined, busy: false, progress: undefined });
      });
  }

  // renew asks again for what the slot holds.
  renew(name) {
    const slot = this.read(name);
    if (slot.url) slot.url += " ";
  }

  // cancel stops a running request and keeps what has come.
  cancel(name) {
    const slot = this.read(name);
    slot.stop?.abort();
    Object.assign(slot, { busy: false, cancelled: true, progress: undefined });
    this.#changed();
  }

  put(name, value) {
    this.#slots.set(name, { ...this.read(name), value, error: undefined });
    this.#changed();
  }
}

const readable = (error) => error instanceof Failure ? error : new Failure({
  error: error instanceof TypeError ? "trailq does not answer" : String(error.message ?? error),
  hint: error instanceof TypeError ? "Is it still running in the terminal?" : undefined,
});

async function failure(answer) {
  let body = {};
  try { body = await answer.json(); } catch { /* not JSON: the status must do */ }
  return new Failure(body, answer.status);
}

// getJSON returns an answer; while the server prepares it (202), it reports progress and asks again.
export async function getJSON(url, signal, report = () => {}) {
  for (;;) {
    const answer = await fetch(url.trim(), { signal });
    if (answer.status === 202) {
      report({ progress: await answer.json() });
      await wait(300);
      signal?.throwIfAborted();
      continue;
    }
    if (!answer.ok) throw await failure(answer);
    return answer.json();
  }
}

export async function postJSON(url, body) {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  if (!answer.ok) throw await failure(answer);
  return answer.json();
}

// readLines calls each with every line of a body, in batches as they come.
async function readLines(answer, each) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : lines.pop();
    for (const line of lines) each(line);
    if (done) return;
  }
}

// readEvents calls each(name, data) for every server-sent event of an answer.
export async function readEvents(url, signal, each) {
  const answer = await fetch(url.trim(), { signal, headers: { Accept: "text/event-stream" } });
  if (!answer.ok) throw await failure(answer);
  let name = "message", data = "";
  await readLines(answer, (line) => {
    line = line.replace(/\r$/, "");
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) data += (data && "\n") + line.slice(5).trimStart();
    else if (line === "" && data) {
      each(name, JSON.parse(data));
      name = "message";
      data = "";
    }
  });
}

// getReport returns { tables, end } of a report, and reports tables and progress as they come.
export async function getReport(url, signal, report) {
  const value = { tables: [], end: null };
  await readEvents(url, signal, (name, data) => {
    if (name === "progress") report({ progress: data });
    else if (name === "table") report({ value: Object.assign(value, { tables: [...value.tables, data] }) });
    else if (name === "end") value.end = data;
    else if (name === "failed") throw new Failure(data, 500);
  });
  if (!value.end) throw new Failure({ error: "the answer broke off", hint: "Ask again." });
  return value;
}

// runSQL returns { columns, rows, end, failed } of a statement, and reports rows as they come.
export async function runSQL(statement, signal, report) {
  const value = { columns: [], rows: [], time: undefined, end: null, failed: null };
  const answer = await fetch("/api/sql", { method: "POST", body: statement, signal, headers: { "Content-Type": "text/plain" } });
  if (!answer.ok) throw await failure(answer);
  let shown = 0;
  await readLines(answer, (line) => {
    if (!line) return;
    const one = JSON.parse(line);
    if (one.columns) Object.assign(value, { columns: one.columns, time: one.time, rows: [] });
    else if (one.row) value.rows.push(one.row);
    else if (one.end) value.end = one.end;
    else if (one.failed) value.failed = one.failed;
    else if (one.progress) report({ progress: one.progress });
    if (Date.now() - shown > 150) {
      shown = Date.now();
      report({ value: { ...value, rows: value.rows.slice(0, 200) } });
    }
  });
  return value;
}
