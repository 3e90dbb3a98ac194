// The newest episode for where there is no network: kept by the service worker for who asks for it.
"use strict";

(() => {
  const { find, remember, startWorker, wantsOffline } = audiopaper;
  const box = find("offline");
  if (!box || !navigator.serviceWorker || !isSecureContext || !location.protocol.startsWith("http")) return;
  const wanted = find("offline-wanted"), result = find("offline-result");
  const { page, audio, saving, saved, failed } = box.dataset;

  const addresses = () => [
    "index.html", "manifest.webmanifest", page, audio, "assets/cover.jpg",
    ...["site.css", "site.js", "player.js", "text.js", "filter.js", "offline.js"].map((name) => `assets/${name}`),
    ...[...document.querySelectorAll("link[rel=icon]")].map((link) => link.getAttribute("href")),
  ];
  const ask = async (message) => {
    await startWorker();
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => { port1.onmessage = (event) => resolve(event.data); });
    active.postMessage(message, [port2]);
    return answer;
  };
  const save = async () => {
    result.textContent = saving;
    const done = await ask(addresses()).catch(() => false);
    result.textContent = done ? saved : failed;
  };

  box.hidden = false;
  wanted.checked = wantsOffline();
  // Without a network nothing is to be saved, and what was saved stays.
  if (wanted.checked && navigator.onLine) save();
  wanted.addEventListener("change", () => {
    remember("offline", wanted.checked ? "yes" : "no");
    if (wanted.checked) save();
    else {
      result.textContent = "";
      ask("drop").catch(() => {});
    }
  });
})();
