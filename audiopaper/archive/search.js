// The search page: asks the index of each title that is searched, and lists what they find by date.
const PAGE = 20;
const EXCERPT_CHARS = 80;

const form = document.querySelector("form");
const fields = form.elements;
const status = document.getElementById("status");
const list = document.getElementById("results");
const more = document.getElementById("more");

// In the index each Han character is a word of its own (spread_han in searching.py): those of the
// question must stand one behind the other. What stands apart is looked for apart.
function phrases(question) {
  const runs = question.normalize("NFC").match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return runs.map((run) => `"${run.replace(/\p{Script=Han}/gu, " $& ").trim()}"`);
}

function address(slug, name) {
  return new URL(`${slug}/pagefind/${name}`, document.baseURI).pathname;
}

// A title's index is in parts of some years each.
async function readParts(slug, paper) {
  const answer = await fetch(address(slug, "parts.json"), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  const parts = Object.entries(await answer.json());
  return parts.map(([part, years]) => ({ slug, paper, part, years }));
}

// Pagefind can merge indexes, but then sorts each by itself: asked apart, they are merged by date.
async function askPart(pagefind, { slug, paper, part }, question, options) {
  const basePath = address(slug, `${part}/`);
  const index = pagefind.createInstance({ basePath, excerptLength: EXCERPT_CHARS });
  return { paper, results: await find(index, question, options) };
}

// What holds all the phrases.
async function find(index, question, options) {
  const found = [];
  for (const phrase of phrases(question)) found.push((await index.search(phrase, options)).results);
  const [first = [], ...others] = found;
  const ids = others.map((results) => new Set(results.map((result) => result.id)));
  return first.filter((result) => ids.every((set) => set.has(result.id)));
}

// The stories of several lists, each in order of date, in that order; fetched as they are shown.
async function* mergeLists(lists, newest) {
  const ahead = Math.ceil(PAGE / lists.length);
  const load = async ({ paper, results }, at) => {
    if (at % ahead === 0) {
      for (const result of results.slice(at + 1, at + ahead)) result.data().catch(() => {});
    }
    return { paper, ...(await results[at].data()) };
  };
  const heads = await Promise.all(
    lists.map(async (one) => ({ one, at: 0, story: await load(one, 0) })),
  );
  const before = (a, b) => (newest ? a.meta.date > b.meta.date : a.meta.date < b.meta.date);
  while (heads.length) {
    const head = heads.reduce((best, other) => (before(other.story, best.story) ? other : best));
    yield head.story;
    head.at += 1;
    if (head.at < head.one.results.length) head.story = await load(head.one, head.at);
    else heads.splice(heads.indexOf(head), 1);
  }
}

function plain(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
}

function excerpt(text) {
  const paragraph = document.createElement("p");
  // Characters side by side are marked one by one.
  for (const [at, part] of text.replaceAll("</mark><mark>", "").split(/<\/?mark>/).entries()) {
    if (at % 2) {
      const mark = document.createElement("mark");
      mark.textContent = plain(part);
      paragraph.append(mark);
    } else {
      paragraph.append(plain(part));
    }
  }
  return paragraph;
}

function row({ paper, meta, excerpt: text }) {
  const item = document.createElement("li");
  const heading = document.createElement("h2");
  const link = document.createElement("a");
  link.href = new URL(meta.url, document.baseURI).href;
  link.textContent = meta.title;
  heading.append(link);
  const where = document.createElement("p");
  where.textContent = `《${paper}》，${meta.date}`;
  item.append(heading, where, excerpt(text));
  return item;
}

async function show(stories, left) {
  const rows = [];
  while (rows.length < Math.min(PAGE, left)) rows.push(row((await stories.next()).value));
  list.append(...rows);
  more.hidden = left <= PAGE;
  more.onclick = async () => {
    const [first] = await show(stories, left - PAGE);
    first.querySelector("a").focus();
  };
  return rows;
}

function offerYears(parts) {
  const all = [...new Set(parts.flatMap(({ years }) => years))].sort((a, b) => b - a);
  for (const year of all) fields.year.add(new Option(`${year}年`, year));
}

function choose(field, value) {
  field.value = value ?? "";
  if (field.selectedIndex < 0) field.selectedIndex = 0;
}

function kept(settled) {
  return settled.filter((one) => one.status === "fulfilled").map((one) => one.value);
}

async function start() {
  const asked = new URLSearchParams(location.search);
  const question = asked.get("q") ?? "";
  fields.q.value = question;
  choose(fields.title, asked.get("title"));
  choose(fields.sort, asked.get("sort"));
  const offered = [...fields.title.options].filter((option) => option.value);
  const together = fields.title.required ? [] : offered;
  const chosen = fields.title.value ? [...fields.title.selectedOptions] : together;
  if (!chosen.length) return;
  const read = await Promise.allSettled(chosen.map(({ value, text }) => readParts(value, text)));
  const parts = kept(read).flat();
  offerYears(parts);
  choose(fields.year, asked.get("year"));
  if (!phrases(question).length) {
    if (question) status.textContent = "请输入文字或数字。";
    return;
  }
  document.title = `${question}：${document.title}`;
  status.textContent = "正在搜索……";
  const year = fields.year.value;
  const within = parts.filter(({ years }) => !year || years.includes(Number(year)));
  const options = { filters: year ? { year } : {}, sort: { date: fields.sort.value } };
  const answers = within.length ? await ask(within, question, options) : [];
  const whole = kept(read).length === chosen.length && answers.length === within.length;
  const lists = answers.filter(({ results }) => results.length);
  const count = lists.reduce((sum, { results }) => sum + results.length, 0);
  await show(mergeLists(lists, fields.sort.value === "desc"), count);
  const said = count ? `找到${count}条。` : "没有找到。";
  status.textContent = whole ? said : `${said}有些索引读不到，请稍后再试。`;
}

// One part's copy of Pagefind serves all.
async function ask(parts, question, options) {
  const [{ slug, part }] = parts;
  const pagefind = await import(address(slug, `${part}/pagefind.js`));
  const tried = [];
  // Instances that start together each load the program and take the other's memory for their own
  // (1.5.2): the others wait until one has it.
  const askSome = (some) =>
    Promise.allSettled(some.map((one) => askPart(pagefind, one, question, options)));
  while (tried.length < parts.length && !kept(tried).length) {
    tried.push(...(await askSome([parts[tried.length]])));
  }
  tried.push(...(await askSome(parts.slice(tried.length))));
  return kept(tried);
}

start().catch((error) => {
  status.textContent = "搜索出了错，请稍后再试。";
  console.error(error);
});
