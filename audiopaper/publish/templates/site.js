// What the pages' scripts share. Without them the page is read and played as it stands.
"use strict";

const audiopaper = (() => {
  const find = (id) => document.getElementById(id);

  // Storage belongs to the host, and a host may have many shows: the address of the show's own feed
  // stands before each key. A browser may forbid storage; then nothing is remembered.
  const show = document.querySelector('link[type="application/rss+xml"]').href;
  const recall = (key) => {
    try { return localStorage.getItem(`${show} ${key}`); } catch { return null; }
  };
  const remember = (key, value) => {
    try { localStorage.setItem(`${show} ${key}`, value); } catch { /* nothing is kept */ }
  };

  const clock = (seconds) => {
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60 % 60);
    return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  };

  // The last element of a list whose start in milliseconds has come.
  const lastBegun = (list, ms) => {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(list[middle].dataset.start) <= ms) low = middle + 1; else high = middle;
    }
    return list[low - 1] ?? null;
  };

  const copyText = async (text, button, result) => {
    let answer = button.dataset.done;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Only https pages may write the clipboard: the text is selected instead.
      const shown = find("feed-address") ?? result;
      if (shown === result) result.textContent = text;
      getSelection().selectAllChildren(shown);
      answer = document.execCommand("copy") ? button.dataset.done : button.dataset.failed;
      if (shown === result && answer !== button.dataset.done) return;
    }
    result.textContent = answer;
  };

  const copy = find("copy");
  if (copy) {
    copy.hidden = false;
    copy.addEventListener("click", () => {
      copyText(find("feed-address").href, copy, find("copy-result"));
    });
  }
  if (recall("large") === "yes") document.documentElement.classList.add("large");

  // Episodes that were heard, and the one to go on with
  for (const entry of document.querySelectorAll("[data-audio]")) {
    const heard = recall(`heard ${entry.dataset.audio}`) === "1";
    const place = Number(recall(`place ${entry.dataset.audio}`) ?? 0);
    const mark = entry.querySelector(".heard");
    if (!mark) continue;
    if (heard) mark.textContent = mark.dataset.heard;
    else if (place > 5) mark.textContent = mark.dataset.going.replace("{time}", clock(place));
    mark.hidden = !heard && !(place > 5);
  }

  // The episode that was listened to last, where its end was not reached
  const readLast = () => {
    try { return JSON.parse(recall("last")); } catch { return null; }
  };
  const last = readLast();
  const going = find("continue");
  if (going && last && recall(`heard ${last.audio}`) !== "1") {
    const place = Number(recall(`place ${last.audio}`) ?? 0);
    const link = going.querySelector("a");
    link.href = `${last.path}index.html#play`;
    link.textContent = going.dataset.text.replace("{title}", last.title).replace("{time}", clock(place));
    going.hidden = !(place > 5);
  }

  // Who wants the newest episode offline: the worker answers where no host does.
  const worker = navigator.serviceWorker;
  const wantsOffline = () => recall("offline") === "yes";
  const startWorker = () => worker.register(new URL("worker.js", document.querySelector("link[rel=manifest]").href));
  if (worker && wantsOffline()) startWorker().catch(() => {});

  return { startWorker, wantsOffline, find, recall, remember, clock, lastBegun, copyText };
})();
