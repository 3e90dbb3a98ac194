// Search: episodes of this page whose titles and headlines hold all words asked for, and stories of
// all episodes whose text does. The text is loaded when somebody searches, a month at a time.
"use strict";

(() => {
  const { find } = audiopaper;
  const box = find("filter");
  if (!box) return;
  const MAX_HITS = 50, AROUND = 24;
  box.hidden = false;
  const entries = [...document.querySelectorAll(".newest, .entry")];
  const texts = entries.map((entry) => entry.textContent.toLowerCase());
  const closed = [...document.querySelectorAll("details:not([open])")];
  const hits = find("hits"), result = find("filter-result");
  const { some, none, stories, more } = box.dataset;

  const filterEntries = (wanted) => {
    let count = 0;
    entries.forEach((entry, index) => {
      const fits = wanted.every((word) => texts[index].includes(word));
      entry.hidden = !fits;
      if (fits) count += 1;
    });
    for (const month of closed) month.open = wanted.length > 0;
    return count;
  };

  // Where the host is out of reach nothing can be loaded: then the list is all.
  const loaded = new Map();
  const load = (name) => {
    if (!loaded.has(name)) {
      loaded.set(name, fetch(`search/${name}.json`).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []));
    }
    return loaded.get(name);
  };
  const showHit = (episode, story, word) => {
    const link = document.createElement("a");
    link.href = `${episode.path}#${story.place}`;
    link.textContent = story.title;
    const about = document.createElement("p");
    about.className = "meta";
    // A word of the headline need not stand in the text: then its beginning is shown.
    const found = story.text.toLowerCase().indexOf(word);
    const at = Math.max(0, found), length = found < 0 ? 0 : word.length;
    // By code points: a rare character is two units of a string, and half of one shows nothing.
    const before = Array.from(story.text.slice(0, at));
    const behind = Array.from(story.text.slice(at + length));
    const mark = document.createElement("mark");
    mark.textContent = story.text.slice(at, at + length);
    about.append(`${episode.title} · ${before.length > AROUND ? "…" : ""}${before.slice(-AROUND).join("")}`,
      ...(length ? [mark] : []),
      `${behind.slice(0, AROUND).join("")}${behind.length > AROUND ? "…" : ""}`);
    const item = document.createElement("li");
    item.append(link, about);
    return item;
  };

  let asked = 0;
  const searchText = async (wanted, before) => {
    const mine = asked;
    let found = 0;
    for (const month of await load("months")) {
      const listed = await load(month);
      if (mine !== asked) return;
      for (const episode of listed) {
        for (const story of episode.stories) {
          const text = `${story.title}\n${story.text}`.toLowerCase();
          if (!wanted.every((word) => text.includes(word))) continue;
          found += 1;
          if (found <= MAX_HITS) hits.append(showHit(episode, story, wanted[0]));
        }
      }
    }
    if (mine !== asked || !found) return;
    hits.hidden = false;
    const parts = [before, stories.replace("{count}", found)];
    if (found > MAX_HITS) parts.push(more.replace("{count}", MAX_HITS));
    result.textContent = parts.filter(Boolean).join(document.documentElement.lang.startsWith("zh") ? "，" : ", ");
  };

  let waiting = 0;
  find("filter-words").addEventListener("input", (event) => {
    asked += 1;
    clearTimeout(waiting);
    hits.hidden = true;
    hits.textContent = "";
    const wanted = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    const count = filterEntries(wanted);
    const episodes = wanted.length && count ? some.replace("{count}", count) : "";
    result.textContent = wanted.length && !count ? none : episodes;
    // A page from the disk may load nothing.
    if (!wanted.length || !location.protocol.startsWith("http")) return;
    waiting = setTimeout(searchText, 200, wanted, episodes);
  });
})();
