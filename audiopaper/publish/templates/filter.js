// The list of episodes, narrowed to those whose titles and headlines hold all words asked for.
"use strict";

(() => {
  const { find } = audiopaper;
  const box = find("filter");
  if (!box) return;
  box.hidden = false;
  const entries = [...document.querySelectorAll(".newest, .entry")];
  const texts = entries.map((entry) => entry.textContent.toLowerCase());
  const closed = [...document.querySelectorAll("details:not([open])")];
  find("filter-words").addEventListener("input", (event) => {
    const wanted = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    entries.forEach((entry, index) => {
      const fits = wanted.every((word) => texts[index].includes(word));
      entry.hidden = !fits;
      if (fits) count += 1;
    });
    for (const month of closed) month.open = wanted.length > 0;
    const { some, none } = box.dataset;
    find("filter-result").textContent = wanted.length ? (count ? some.replace("{count}", count) : none) : "";
  });
})();
