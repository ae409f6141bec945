"use strict";
// Shows what the server rendered, and sends what somebody does. The server escapes; nothing here makes markup.
const me = { as: "", at: "", thread: "" };
const $ = (id) => document.getElementById(id);
let shown = "", busy = 0, kept = {};

async function ask(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-sandbox": "1" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

function put(id, html) {
  if ($(id).dataset.html === html) return;
  $(id).dataset.html = html;
  $(id).innerHTML = html;
}

async function look() {
  const seen = await ask("/view", me);
  Object.assign(me, seen.me);
  const state = JSON.stringify(seen);
  if (state === shown) return;
  shown = state;
  const log = $("log"), end = log.scrollHeight - log.scrollTop - log.clientHeight < 80 || log.dataset.at !== me.at;
  for (const part of ["bar", "side", "head", "log", "thread", "foot"]) put(part, seen[part]);
  document.querySelector("main").classList.toggle("threaded", Boolean(me.thread));
  log.dataset.at = me.at;
  if (end) log.scrollTop = me.at === "home" ? 0 : log.scrollHeight;
  if (($("over").dataset.html || "") !== seen.over) {
    put("over", seen.over);
    $("over").classList.toggle("open", Boolean(seen.over));
    for (const [id, given] of Object.entries(kept)) refill(id, given);
    const first = $("over").querySelector("input,textarea,select");
    if (first) first.focus();
  }
}

async function act(what) {
  busy += 1;
  try {
    const answer = await ask("/act", { ...me, ...what });
    if (answer.problem) say(answer.problem);
  } catch (error) {
    say(String(error.message || error));
  } finally {
    busy -= 1;
  }
  await look();
}

function say(text) {
  $("said").textContent = text;
  $("said").classList.add("open");
  setTimeout(() => $("said").classList.remove("open"), 4000);
}

// What was filled in stands there again where something was wrong with it.
function refill(id, given) {
  const held = [...document.querySelectorAll(".modal [data-input]")].find((one) => one.dataset.input === id);
  const field = held && held.querySelector("fieldset,select,input,textarea");
  if (!field) return;
  if (field.matches("fieldset")) for (const one of field.querySelectorAll("input")) one.checked = given.includes(one.value);
  else if (field.matches("select[multiple]")) for (const one of field.options) one.selected = given.includes(one.value);
  else field.value = given[0] || "";
}

const values = (element) =>
  element.matches("fieldset")
    ? [...element.querySelectorAll("input:checked")].map((one) => one.value)
    : element.matches("select[multiple]")
      ? [...element.selectedOptions].map((one) => one.value)
      : [element.value];

document.addEventListener("click", (event) => {
  const one = event.target.closest("button");
  if (!one) return;
  const { at, thread, leap, where, block, action, value, react, ts, close, menu, join } = one.dataset;
  if (at !== undefined) { Object.assign(me, { at, thread: "" }); if (at === "home") act({ do: "home" }); else look(); }
  else if (thread !== undefined) { me.thread = me.thread === thread ? "" : thread; look(); }
  else if (leap) act({ do: "leap", hours: Number(leap) });
  else if (join) act({ do: join });
  else if (react) act({ do: "react", ts, emoji: react });
  else if (menu) act({ do: "menu", ts, command: menu });
  else if (close !== undefined) act({ do: "close" });
  else if (action) act({ do: "press", where, block, action, values: [value] });
});

document.addEventListener("change", (event) => {
  const one = event.target;
  if (one.id === "as") { Object.assign(me, { as: one.value, thread: "" }); look(); return; }
  if (one.dataset.menus !== undefined) {
    if (one.value) act({ do: "menu", ts: one.dataset.ts, command: one.value });
    one.value = "";
    return;
  }
  if (one.closest(".modal")) return;
  const held = one.closest("[data-action]");
  if (held) act({ do: "press", where: held.dataset.where, block: held.dataset.block, action: held.dataset.action, values: values(held) });
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.matches(".say")) {
    const box = form.querySelector("input"), text = box.value.trim();
    box.value = "";
    if (text) act({ do: "say", text, ts: form.dataset.ts || "" });
  } else if (form.matches(".modal")) {
    const given = {};
    for (const one of form.querySelectorAll("[data-input]")) {
      const field = one.querySelector("fieldset,select,input,textarea");
      given[one.dataset.input] = values(field);
    }
    kept = given;
    act({ do: "submit", given }).then(() => { kept = {}; });
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && $("over").classList.contains("open")) act({ do: "close" });
});

async function forever() {
  for (;;) {
    try { if (!busy) await look(); document.body.dataset.ready = "1"; } catch (error) { say("The sandbox does not answer."); }
    await new Promise((done) => setTimeout(done, 400));
  }
}
forever();
