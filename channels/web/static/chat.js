// Asks without reloading the page. Every form also works as a plain form: where this file does not run, nothing is lost.
const main = document.getElementById("main");
const log = document.getElementById("log");
const progress = document.getElementById("progress");
const ask = document.getElementById("ask");
const box = document.getElementById("question");
const wrong = document.getElementById("ask-error");
const beside = document.getElementById("beside");
const bubble = document.getElementById("bubble");
const texts = main.dataset;
const SILENCE_MS = 45000; // longer than the server's keep-alive: a line that says nothing for so long is dead

let busy = false;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-ask]")) {
    event.preventDefault();
    start(fields(form, event.submitter), form === ask);
  } else if (form.matches("[data-feedback]")) {
    event.preventDefault();
    opine(form, event.submitter);
  }
});

box.addEventListener("keydown", (event) => {
  // While an input method composes a letter (Telex, VNI), Enter belongs to it.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    ask.requestSubmit();
  }
});

box.addEventListener("input", () => complain(""));

function fields(form, button) {
  const data = Object.fromEntries(new FormData(form));
  if (button && button.name) data[button.name] = button.value;
  return data;
}

function complain(text) {
  wrong.textContent = text;
  if (text) box.setAttribute("aria-invalid", "true");
  else box.removeAttribute("aria-invalid");
}

function start(asked, typed) {
  if (busy) return;
  const shown = (asked.label || asked.text || "").trim();
  if (!shown) {
    complain(texts.empty);
    box.focus();
    return;
  }
  complain("");
  const said = bubble.content.firstElementChild.cloneNode(true);
  said.querySelector(".words").textContent = shown;
  log.append(said);
  main.classList.add("talking");
  ask.after(beside); // the way to a human stands next to the box
  if (typed) {
    box.value = "";
    if (matchMedia("(pointer: coarse)").matches) box.blur(); // folds the keyboard that would cover the answer
  }
  send(asked, said, typed);
}

async function send(asked, said, typed) {
  setBusy(true);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  said.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  progress.textContent = texts.searching;
  let failed = { text: texts.lostNote, button: texts.lost };
  try {
    for await (const { name, data } of stream(asked)) {
      if (name === "progress") progress.textContent = data.text;
      if (name === "problem") failed = { text: data.text, button: texts.again };
      if (name === "reply") {
        const fragment = document.createElement("template");
        fragment.innerHTML = data.html;
        log.append(fragment.content); // in one piece, so that a screen reader announces the whole answer
        failed = null;
      }
    }
  } catch {
    // No network, or the line broke: `failed` already says so, unless the answer had arrived.
  }
  progress.textContent = "";
  setBusy(false);
  if (failed) offerAgain(failed, asked, said, typed);
}

function setBusy(value) {
  busy = value;
  log.setAttribute("aria-busy", String(value));
  // Not `disabled`: that would throw the focus out of the button just pressed.
  for (const button of main.querySelectorAll("[data-ask] button")) button.setAttribute("aria-disabled", String(value));
}

function offerAgain(failed, asked, said, typed) {
  if (typed && !box.value) box.value = asked.text;
  complain(failed.text);
  box.removeAttribute("aria-invalid"); // the line failed, not what was typed
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = failed.button;
  button.addEventListener("click", () => {
    if (busy) return;
    said.tabIndex = -1; // the button goes away: its focus must stay somewhere near
    said.focus({ preventScroll: true });
    button.remove();
    said.classList.remove("lost");
    if (box.value === asked.text) box.value = "";
    complain("");
    send(asked, said, typed);
  });
  said.classList.add("lost");
  said.append(button);
}

async function* stream(asked) {
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), SILENCE_MS);
  try {
    const response = await fetch("/chat/stream", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify(asked),
      signal: stop.signal,
    });
    if (!response.ok) throw new Error(String(response.status));
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), SILENCE_MS);
      const parts = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = parts.pop();
      for (const part of parts) {
        const name = /^event: (.*)$/m.exec(part);
        const data = /^data: (.*)$/m.exec(part);
        if (name && data) yield { name: name[1], data: JSON.parse(data[1]) };
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

async function opine(form, button) {
  const said = form.querySelector(".said");
  try {
    const response = await fetch("/feedback", {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(fields(form, button)),
    });
    if (!response.ok) throw new Error(String(response.status));
    for (const each of form.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each === button));
    said.textContent = texts.thanks;
  } catch {
    said.textContent = texts.unknown;
  }
}
