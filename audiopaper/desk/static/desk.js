// The desk: sends what an editor decides, shows the page that comes back, and keeps the focus.

const main = document.getElementById("main");
const words = document.getElementById("words").dataset;
const voice = new Audio();
let stale = false;
// How often the page was put in place: an answer that was asked for earlier may be older than it.
let shown = 0;

const day = () => main.dataset.day;
const path = (rest) => `/day/${day()}/${rest}`;

function say(text, bad = false, detail = "") {
  const line = document.getElementById(bad ? "trouble" : "said");
  document.getElementById(bad ? "said" : "trouble").textContent = "";
  line.textContent = text;
  if (detail) line.append(Object.assign(document.createElement("span"), { lang: "en", className: "detail", textContent: detail }));
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { line.textContent = ""; }, bad ? 12000 : 5000);
}

// Shows the answers to several requests at once; a refusal stays until the next message.
function sayAll(answers) {
  if (!answers.length) return;
  const bad = answers.some((answer) => answer.bad);
  const [first, ...rest] = answers.sort((a, b) => b.bad - a.bad);
  say(first.text, bad, first.detail);
  if (bad) clearTimeout(say.timer);
  const line = document.getElementById(bad ? "trouble" : "said");
  for (const { text, detail } of rest) {
    line.append(Object.assign(document.createElement("span"), { className: "further", textContent: text }));
    if (detail) line.append(Object.assign(document.createElement("span"), { lang: "en", className: "detail", textContent: detail }));
  }
}

async function send(address, body, method = "POST") {
  const asked = { method, headers: { "content-type": "application/json" } };
  asked.body = body instanceof Blob ? body : JSON.stringify(body);
  const answer = await fetch(address, asked).catch(() => null);
  if (!answer) { say(words.lost, true); return null; }
  if (answer.status === 401) { location.assign("/login"); return null; }
  return answer;
}

// Sends a change and shows the page that comes back; true where it was made.
const change = async (...given) => (await changed(...given))?.ok ?? false;

// The same, with the whole answer; `done` is called for a change that was made, before the page is shown; `tell` shows its message.
async function changed(address, body, { focus = null, method = "POST", done = () => {}, tell = say } = {}) {
  const before = shown;
  const answer = await send(address, body, method);
  if (!answer) return null;
  const answerBody = await answer.json();
  tell(answerBody.said, !answer.ok, answerBody.detail);
  if (answer.ok) done();
  if (answerBody.main) {
    const late = shown !== before;
    show(answerBody.main, focus);
    if (late) renew();
  }
  return answer;
}

// An edition that is complete once its files rest for some minutes is looked at again by then.
function awaitPages() {
  clearTimeout(awaitPages.timer);
  const until = main.querySelector("[data-until]");
  if (until) awaitPages.timer = setTimeout(renew, Math.max(1000, Number(until.dataset.until) * 1000 - Date.now() + 500));
}

const dirty = () => [...main.querySelectorAll("[data-form]:not([hidden])")].some((form) => form.dataset.touched);

// Puts a new page in the old one's place: focus, scroll, what was open and what plays stay.
function show(html, focus = null) {
  const active = document.activeElement, caret = active?.selectionStart;
  const findAgain = focus ? () => document.getElementById(focus) : finderOf(active);
  const folds = new Map([...main.querySelectorAll("details")].map((details) => [nameOf(details), details.open]));
  const forms = [...main.querySelectorAll("[data-form]:not([hidden])")].map((f) => f.closest("[data-card]").id);
  const typed = [...main.querySelectorAll("[data-correct] input, [data-other] input")].filter((i) => i.value).map((i) => [fieldOf(i), i.value]);
  const audio = main.querySelector("[data-audio]");
  const scroll = window.scrollY;
  const fresh = document.createElement("div");
  fresh.innerHTML = html;
  for (const details of fresh.querySelectorAll("details")) if (folds.has(nameOf(details))) details.open = folds.get(nameOf(details));
  const renewed = fresh.querySelector("[data-audio]");
  if (audio && renewed && renewed.getAttribute("src") === audio.getAttribute("src")) renewed.replaceWith(audio);
  main.replaceChildren(...fresh.childNodes);
  for (const card of forms) { const opener = document.getElementById(card)?.querySelector("[data-edit]"); if (opener) toggle(opener, true, false); }
  for (const input of main.querySelectorAll("[data-correct] input, [data-other] input")) {
    const kept = typed.find(([field]) => field === fieldOf(input));
    if (kept) input.value = kept[1];
  }
  window.scrollTo(0, scroll);
  stale = false;
  shown += 1;
  awaitPages();
  showOrphans();
  markDrafts();
  const there = findAgain();
  if (there && there !== document.activeElement) {
    there.focus({ preventScroll: !focus });
    if (document.activeElement !== there) there.closest("[tabindex]")?.focus({ preventScroll: true });
    else if (!focus && caret != null) there.setSelectionRange?.(caret, caret);
  }
}

const labelOf = (element) => (element.getAttribute("aria-label") || element.textContent).replace(/[\d（）()]/g, "");

// Finds a control in the page that takes this one's place: by its id, else by its words within what has an id.
function finderOf(element) {
  const around = element?.closest("[id]");
  if (!around) return () => null;
  const { id } = around, { tagName } = element, label = labelOf(element);
  return () => {
    const again = document.getElementById(id);
    const alike = around === element || !again ? [] : [...again.querySelectorAll(tagName)];
    return alike.find((each) => labelOf(each) === label) || again;
  };
}

const nameOf = (details) => `${details.closest("[id]")?.id}/${details.querySelector("summary")?.textContent.replace(/[\d（）()]/g, "")}`;

const fieldOf = (input) => `${input.closest("[id]").id}/${input.name}`;

async function renew() {
  // A card that is being dragged would be replaced under the mouse.
  if (dragged) { stale = true; return; }
  if (dirty()) { stale = true; say(words.otherForm); return; }
  const before = shown;
  const answer = await fetch(path("main")).catch(() => null);
  if (!answer?.ok) return;
  const html = await answer.text();
  if (dragged) stale = true;
  else if (shown !== before) renew();
  else show(html);
}

async function hear(body) {
  const answer = await send("/hear", body);
  if (!answer) return;
  if (!answer.ok) { const answerBody = await answer.json(); say(answerBody.said, true, answerBody.detail); return; }
  URL.revokeObjectURL(voice.src);
  main.querySelector("[data-audio]")?.pause();
  voice.src = URL.createObjectURL(await answer.blob());
  await voice.play().catch(() => {});
}

const version = () => main.querySelector("[data-version]").dataset.version;
const indexOf = (element) => Number(element.closest("[data-card]").dataset.index);

function reading(element) {
  const row = element.closest("[data-reading]");
  const { id, text, kind, context, sentence, presenter, said } = row.dataset;
  return { row, id, text, kind, context, sentence, presenter, said };
}

// The words around it first, which is soon; pressed again, the whole sentence.
function hearReading({ row, ...r }) {
  const whole = row.dataset.heard === "words";
  row.dataset.heard = whole ? "all" : "words";
  return hear({ ...r, whole });
}

// Chooses another reading, and says the sentence with it.
async function choose(button, turned) {
  const r = reading(button);
  const everywhere = r.row.dataset.default === "always" && !turned;
  const pinyin = button.dataset.choice;
  if (await settle(r, { scope: everywhere ? "always" : "here", pinyin })) hear({ ...r, row: undefined, said: pinyin });
}

// What is typed is pinyin where it has Latin letters, else the words of a number.
const typed = (value) => (/[a-z]/i.test(value) ? { pinyin: value.trim() } : { say: value.trim() });

function after(row) {
  const next = row.nextElementSibling || row.previousElementSibling;
  return next?.id || "readings-head";
}

const settle = (r, more) => change(path("reading"), { id: r.id, text: r.text, kind: r.kind, context: r.context, said: r.said, ...more }, { focus: after(r.row) });

function toggle(button, open, focus = true) {
  const form = button.closest("[data-card]").querySelector("[data-form]");
  form.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  button.closest("[data-card]").draggable = !open && !button.closest(".out");
  if (open) { restore(form); picture(form); }
  if (focus) (open ? form.elements.title : button).focus();
}

// The printed page beside the text, once somebody looks; a page without a picture shows nothing.
function picture(form) {
  for (const link of form.querySelectorAll("[data-picture]:empty")) {
    const image = new Image();
    image.alt = "";
    image.addEventListener("load", () => { link.hidden = false; });
    image.src = link.dataset.picture;
    link.append(image);
  }
}

// What is typed outlives a reload; it goes when it is saved or given up. Only fields that differ from the page are kept, each with what the page had.
const draftsOf = () => `desk ${day()} `;
const draftName = (form) => `${draftsOf()}${form.closest("[data-card]").id}`;
const readDraft = (name) => JSON.parse(sessionStorage.getItem(name) || "{}");
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.type !== "submit");
const shownIn = (field) => (field.options ? ([...field.options].find((o) => o.defaultSelected) || field.options[0])?.value ?? "" : field.defaultValue);

function changesOf(form) {
  const earlier = readDraft(draftName(form));
  const differing = fieldsOf(form).filter((field) => field.value !== shownIn(field));
  return Object.fromEntries(differing.map((field) => [field.name, { mine: field.value, base: earlier[field.name]?.base ?? shownIn(field) }]));
}

// Puts what was typed into a form; what somebody else wrote there meanwhile is shown beside it.
function restore(form) {
  clearConflict(form);
  const typed = Object.entries(readDraft(draftName(form))).filter(([name]) => form.elements[name]);
  for (const [name, { mine, base }] of typed) {
    const field = form.elements[name], theirs = shownIn(field);
    field.value = mine;
    if (theirs !== base && theirs !== mine) showTheirs(field, theirs);
  }
  if (typed.length) form.dataset.touched = "1";
}

function showTheirs(field, theirs) {
  const text = [...(field.options || [])].find((option) => option.value === theirs)?.textContent ?? theirs;
  const note = Object.assign(document.createElement("p"), { className: "theirs", textContent: `${words.theirs} ${text}` });
  note.dataset.theirs = "";
  field.closest("label").after(note);
  field.form.querySelector("[data-save]").hidden = true;
  field.form.querySelector("[data-anyway]").hidden = false;
}

function clearConflict(form) {
  for (const note of form.querySelectorAll("[data-theirs]")) note.remove();
  form.querySelector("[data-save]").hidden = false;
  form.querySelector("[data-anyway]").hidden = true;
}

// The cards with text that is typed and not saved, whether their forms are open or not.
const draftCards = () => [...main.querySelectorAll("[data-card]")].filter((card) => sessionStorage.getItem(`${draftsOf()}${card.id}`));

function markDrafts() {
  const cards = draftCards();
  for (const mark of main.querySelectorAll("[data-unsaved]")) mark.hidden = !cards.includes(mark.closest("[data-card]"));
}

function forgetDraft(name) {
  sessionStorage.removeItem(name);
  markDrafts();
}

// Whether to stop before work on the edition, which would go on without what is typed and not saved: the first press names the cards.
function stopForDrafts(button) {
  const cards = draftCards();
  if (!cards.length || button.dataset.warned) return false;
  button.dataset.warned = "1";
  say(words.unsaved.replace("{titles}", cards.map((card) => `“${card.querySelector("h3").textContent}”`).join(words.comma)), true);
  return true;
}

// Shows what was typed for items that the page does not have any more.
function showOrphans() {
  const section = document.getElementById("orphans");
  if (!section) return;
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith(draftsOf()) && !document.getElementById(name.slice(draftsOf().length)));
  section.querySelector("[data-orphans]").replaceChildren(...names.map((name) => {
    const row = document.createElement("li");
    const texts = Object.values(readDraft(name)).map((field) => field.mine);
    const area = Object.assign(document.createElement("textarea"), { readOnly: true, rows: 4, value: texts.join("\n") });
    area.setAttribute("aria-labelledby", "orphans-head");
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words.forget });
    button.dataset.forget = name;
    row.append(area, button);
    return row;
  }));
  section.hidden = !names.length;
}

main.addEventListener("input", (event) => {
  const form = event.target.closest("[data-form]");
  if (!form) return;
  form.dataset.touched = "1";
  const changes = changesOf(form);
  if (Object.keys(changes).length) sessionStorage.setItem(draftName(form), JSON.stringify(changes));
  else sessionStorage.removeItem(draftName(form));
  markDrafts();
});

main.addEventListener("click", async (event) => {
  const button = event.target.closest("button, [data-open-card]");
  if (!button) return;
  const data = button.dataset;
  if ("move" in data) change(path("move"), { version: version(), index: indexOf(button), to: Number(data.move) }, { focus: button.closest("[data-card]").id });
  else if ("drop" in data) {
    // What is dropped goes into the folded candidates, where nothing has the focus.
    const card = button.closest("[data-card]");
    const near = data.drop === "1" ? card.nextElementSibling || card.previousElementSibling || card : card;
    change(path("values"), { version: version(), index: indexOf(button), values: { drop: data.drop === "1" } }, { focus: near.id });
  }
  else if ("edit" in data) toggle(button, button.getAttribute("aria-expanded") !== "true");
  else if ("cancel" in data) {
    const card = button.closest("[data-card]");
    forgetDraft(draftName(card.querySelector("[data-form]")));
    delete card.querySelector("[data-form]").dataset.touched;
    toggle(card.querySelector("[data-edit]"), false);
    clearConflict(card.querySelector("[data-form]"));
    if (stale) renew(); else card.querySelector("[data-form]").reset();
  } else if ("hear" in data) hearReading(reading(button));
  else if ("again" in data) hear({ sentence: data.sentence, presenter: data.presenter });
  else if ("hearHere" in data) hearHere(button.form);
  else if ("right" in data) { const r = reading(button); settle(r, { scope: "right" }); }
  else if ("choice" in data) choose(button, event.shiftKey);
  else if ("hearOther" in data) { const r = reading(button); hear({ ...r, row: undefined, mark: r.text, ...typed(button.form.elements.reading.value) }); }
  else if ("scope" in data) { event.preventDefault(); const r = reading(button); settle(r, { scope: data.scope, ...typed(button.form.elements.reading.value) }); }
  else if ("seen" in data) { const row = button.closest("[data-text-doubt]"); change(path("seen"), { id: row.dataset.id, text: row.querySelector(".context").textContent }, { focus: after(row) }); }
  else if ("openCard" in data) openCard(event, data);
  else if ("forget" in data) { sessionStorage.removeItem(data.forget); showOrphans(); }
  else if ("verb" in data) {
    if (stopForDrafts(button)) return;
    if (data.sure && !data.asked) { data.asked = "1"; say(data.sure); return; }
    change(path("job"), { verb: data.verb });
  } else if ("stop" in data) { const answer = await send("/stop", {}); if (answer) say((await answer.json()).said); }
  else if ("seek" in data) { const audio = main.querySelector("[data-audio]"); audio.currentTime = Number(data.seek) / 1000; audio.play(); goToCue(data.toCue); }
});

function goToCue(id) {
  const cue = id && document.getElementById(id);
  if (!cue) return;
  cue.closest("details").open = true;
  cue.focus();
}

// What is chosen of a text that is being changed, else the sentence at the cursor.
function hearHere(form) {
  const { value, selectionStart, selectionEnd } = form.elements.text;
  let sentence = value.slice(selectionStart, selectionEnd).trim();
  if (!sentence) {
    // Right behind a stop, the cursor is at the sentence that ends there.
    const before = value.slice(0, selectionStart).replace(/[。！？”’\s]+$/, "");
    sentence = value.slice(before.search(/[^。！？\n]*$/)).match(/[^。！？\n]*[。！？]?[”’]?/)[0].trim();
  }
  if (sentence) hear({ sentence, presenter: form.elements.presenter?.value || "" });
}

function openCard(event, data) {
  const card = document.getElementById(`card-${data.openCard}`);
  if (!card) return;
  event.preventDefault();
  card.closest("details")?.setAttribute("open", "");
  toggle(card.querySelector("[data-edit]"), true);
  const area = card.querySelector("textarea");
  const at = data.find ? area.value.indexOf(data.find) : -1;
  if (at >= 0) { area.focus(); area.setSelectionRange(at, at + data.find.length); }
  card.scrollIntoView({ block: "start" });
}

main.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.matches("[data-form]")) {
    const values = Object.fromEntries(Object.entries(changesOf(form)).map(([name, { mine }]) => [name, mine]));
    if ("paragraphs" in values) values.paragraphs = Number(values.paragraphs) || 0;
    const card = form.closest("[data-card]"), button = card.querySelector("[data-edit]"), name = draftName(form);
    const index = indexOf(form);
    const done = () => { forgetDraft(name); form.hidden = true; delete form.dataset.touched; };
    const answer = await changed(path("values"), { version: version(), index, values }, { focus: button.id, done });
    if (answer?.ok && !document.getElementById(button.id)) main.querySelector(`[data-index="${index}"] [data-edit]`)?.focus();
    // The page is the new one, and what was typed stands in its form.
    const anyway = document.getElementById(card.id)?.querySelector("[data-anyway]");
    if (answer?.status === 409 && anyway) { anyway.hidden = false; anyway.focus(); }
  } else if (form.matches("[data-edition]")) {
    const answer = await send(path("edition"), { name: form.elements.name.value });
    if (!answer) return;
    const answerBody = await answer.json();
    if (answer.ok) location.assign(answerBody.go); else say(answerBody.said, true, answerBody.detail);
  } else if (form.matches("[data-correct]")) {
    if (stopForDrafts(form.querySelector("button"))) return;
    const note = form.elements.note.value;
    form.elements.note.value = "";
    const field = () => main.querySelector("[data-correct] [name=note]");
    if (!(await change(path("job"), { verb: "correct", note })) && field()) field().value = note;
  }
});

main.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey) return;
  const row = event.target.closest(".reading");
  if (row) readingKey(event, row);
  const card = event.target.closest("[data-card]");
  if (card && event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    card.querySelectorAll("[data-move]")[event.key === "ArrowUp" ? 0 : 1]?.click();
  }
});

function readingKey(event, row) {
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (event.key === "y" || event.key === "Y") (row.querySelector("[data-right], [data-seen]")).click();
  else if (digit) {
    const choice = row.querySelectorAll("[data-choice]")[digit - 1];
    if (choice) choose(choice, event.shiftKey);
  } else if (event.key === " " && event.target === row) row.querySelector("[data-hear]")?.click();
  else if (event.key === "ArrowDown" || event.key === "j") row.nextElementSibling?.focus();
  else if (event.key === "ArrowUp" || event.key === "k") row.previousElementSibling?.focus();
  else return;
  event.preventDefault();
}

let dragged = null;
main.addEventListener("dragstart", (event) => { dragged = event.target.closest?.("[data-card]"); dragged?.classList.add("drag"); });
main.addEventListener("dragend", () => {
  dragged?.classList.remove("drag");
  dragged = null;
  for (const card of main.querySelectorAll(".over")) card.classList.remove("over");
  if (stale && !dirty()) renew();
});
main.addEventListener("dragover", (event) => {
  const card = event.target.closest("[data-cards] > [data-card]");
  if (!dragged || !card) return;
  event.preventDefault();
  for (const other of main.querySelectorAll(".over")) other.classList.remove("over");
  card.classList.add("over");
});
main.addEventListener("drop", (event) => {
  const card = event.target.closest("[data-cards] > [data-card]");
  if (!dragged || !card || card === dragged) return;
  event.preventDefault();
  const [index, to] = [Number(dragged.dataset.index), Number(card.dataset.index)];
  change(path("move"), { version: version(), index, to: index < to ? to - 1 : to }, { focus: dragged.id });
});

main.addEventListener("change", async (event) => {
  if (!event.target.matches("[data-upload]")) return;
  const answers = [];
  const tell = (text, bad, detail) => answers.push({ text, bad, detail });
  for (const file of [...event.target.files]) {
    const answer = await changed(path(`pages/${encodeURIComponent(file.name)}`), file, { method: "PUT", tell });
    if (!answer) tell(`${file.name}: ${words.lost}`, true);
  }
  sayAll(answers);
});

main.addEventListener("click", (event) => {
  const sound = event.target.closest("[data-sound]");
  const audio = main.querySelector("[data-audio]");
  if (!sound || !(audio.duration > 0)) return;
  const box = sound.getBoundingClientRect();
  audio.currentTime = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * audio.duration;
  audio.play();
});

main.addEventListener("timeupdate", (event) => {
  if (!event.target.matches("[data-audio]")) return;
  const now = event.target.currentTime * 1000;
  const head = main.querySelector("[data-playhead]");
  if (head && event.target.duration > 0) head.style.left = `${event.target.currentTime / event.target.duration * 100}%`;
  for (const cue of main.querySelectorAll("[data-seek]")) {
    const here = Number(cue.dataset.seek) <= now && now < Number(cue.dataset.end);
    if (here && !cue.hasAttribute("aria-current")) { cue.setAttribute("aria-current", "true"); cue.closest("details").open = true; }
    else if (!here) cue.removeAttribute("aria-current");
  }
}, true);

if (day()) {
  awaitPages();
  showOrphans();
  markDrafts();
  // The browser's own question; a tab that is closed takes what is typed along.
  window.addEventListener("beforeunload", (event) => { if (draftCards().length) event.preventDefault(); });
  // What was changed between the page and its events is asked for by the version that is shown.
  const first = main.querySelector("[data-version]")?.dataset.version || "";
  const news = new EventSource(path(`events?version=${first}`));
  news.addEventListener("job", (event) => {
    const job = JSON.parse(event.data);
    const bar = main.querySelector("[data-progress]");
    if (!bar) return;
    bar.max = job.total || 1;
    bar.value = job.done;
    main.querySelector("[data-stage]").textContent = job.stage;
  });
  news.addEventListener("changed", () => renew());
  news.addEventListener("error", () => { if (news.readyState === EventSource.CLOSED) say(words.lost, true); });
}
