// Comfort for listeners: jumps, the mark that follows the voice, speed, the remembered place.
// Without it the page is read and played as it stands.
"use strict";

(() => {
  const find = (id) => document.getElementById(id);

  // Storage belongs to the host, and a host may have many shows: the address of the show's own feed
  // stands before each key. A browser may forbid storage; then nothing is remembered.
  const show = document.querySelector("link[rel=alternate]").href;
  const recall = (key) => {
    try { return localStorage.getItem(`${show} ${key}`); } catch { return null; }
  };
  const remember = (key, value) => {
    try { localStorage.setItem(`${show} ${key}`, value); } catch { /* nothing is kept */ }
  };

  const copy = find("copy");
  if (copy) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const address = find("feed-address");
      let said = copy.dataset.done;
      try {
        await navigator.clipboard.writeText(address.href);
      } catch {
        // Only https pages may write the clipboard: the address is selected instead.
        getSelection().selectAllChildren(address);
        said = document.execCommand("copy") ? copy.dataset.done : copy.dataset.failed;
      }
      find("copy-result").textContent = said;
    });
  }

  const audio = find("audio");
  if (!audio) return;
  document.documentElement.classList.add("scripted");
  find("controls").hidden = false;
  find("hint").hidden = false;

  const play = (startMs) => {
    const go = () => {
      // A hair behind the first sample, so that the sentence before is not marked.
      audio.currentTime = startMs / 1000 + 0.001;
      audio.play().catch(() => { /* the browser shows why */ });
    };
    if (audio.readyState >= HTMLMediaElement.HAVE_METADATA) go();
    else {
      audio.addEventListener("loadedmetadata", go, { once: true });
      audio.load();
    }
  };

  // Chapters: the same links play in this page's player.
  const chapters = [...document.querySelectorAll(".chapters a")];
  for (const link of chapters) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      play(Number(link.dataset.start));
    });
  }

  // Sentences by pointer; by keyboard one button a paragraph.
  const text = document.querySelector(".text");
  const sentences = [...text.querySelectorAll(".s")];
  text.addEventListener("click", (event) => {
    const sentence = event.target.closest(".s");
    if (sentence && getSelection().isCollapsed) play(Number(sentence.dataset.start));
  });
  for (const paragraph of text.querySelectorAll(".para > p")) {
    const first = paragraph.querySelector(".s");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "here";
    button.lang = document.documentElement.lang;
    button.title = text.dataset.play;
    button.setAttribute("aria-label",
      text.dataset.label.replace("{start}", [...first.textContent].slice(0, 12).join("")));
    button.textContent = "▶";
    button.addEventListener("click", () => play(Number(first.dataset.start)));
    paragraph.append(button);
  }

  // The mark: the last sentence that has begun.
  const lastBegun = (list, ms) => {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(list[middle].dataset.start) <= ms) low = middle + 1; else high = middle;
    }
    return list[low - 1] ?? null;
  };
  const follow = find("follow");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  follow.checked = (recall("follow") ?? (calm.matches ? "no" : "yes")) === "yes";
  follow.addEventListener("change", () => remember("follow", follow.checked ? "yes" : "no"));
  // Who scrolls looks at something else: the page keeps still for a while.
  let leftAloneUntil = 0;
  for (const kind of ["wheel", "touchmove", "keydown"]) {
    addEventListener(kind, () => { leftAloneUntil = Date.now() + 5000; }, { passive: true });
  }
  let marked = null, current = null;
  const mark = () => {
    const ms = audio.currentTime * 1000;
    const sentence = audio.currentTime > 0 ? lastBegun(sentences, ms) : null;
    if (sentence !== marked) {
      marked?.classList.remove("now");
      sentence?.classList.add("now");
      marked = sentence;
      if (sentence && follow.checked && !audio.paused && Date.now() > leftAloneUntil) {
        sentence.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
      }
    }
    const chapter = audio.currentTime > 0 ? lastBegun(chapters, ms) : null;
    if (chapter !== current) {
      current?.removeAttribute("aria-current");
      chapter?.setAttribute("aria-current", "true");
      current = chapter;
    }
  };
  let ticking = false;
  const tick = () => {
    mark();
    // timeupdate comes four times a second; frames are exact while it plays.
    if (!audio.paused && !audio.ended) requestAnimationFrame(tick); else ticking = false;
  };
  audio.addEventListener("play", () => { if (!ticking) { ticking = true; tick(); } });
  audio.addEventListener("timeupdate", mark);
  audio.addEventListener("seeked", mark);

  // Speed, for all episodes; place, for this one.
  const speed = find("speed");
  const setSpeed = (value) => {
    speed.value = value;
    audio.defaultPlaybackRate = audio.playbackRate = Number(value);
  };
  const wished = recall("speed");
  if (wished && [...speed.options].some((o) => o.value === wished)) setSpeed(wished);
  speed.addEventListener("change", () => { setSpeed(speed.value); remember("speed", speed.value); });

  const placeKey = `place ${audio.getAttribute("src")}`;
  const clock = (s) => {
    const two = (n) => String(Math.floor(n)).padStart(2, "0");
    const hours = Math.floor(s / 3600);
    return hours ? `${hours}:${two(s / 60 % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
  };
  const place = Number(recall(placeKey) ?? 0);
  const resumed = find("resumed");
  const resume = () => {
    if (audio.currentTime > 0 || !(place > 5) || place > audio.duration - 10) return;
    audio.currentTime = place;
    resumed.querySelector("span").textContent = resumed.dataset.words.replace("{time}", clock(place));
    resumed.hidden = false;
  };
  if (audio.readyState >= HTMLMediaElement.HAVE_METADATA) resume();
  else audio.addEventListener("loadedmetadata", resume, { once: true });
  find("restart").addEventListener("click", () => { resumed.hidden = true; audio.focus(); play(0); });
  let kept = 0;
  const keep = () => {
    if (audio.currentTime > 0) remember(placeKey, audio.ended ? "0" : audio.currentTime.toFixed(1));
  };
  audio.addEventListener("timeupdate", () => {
    if (Math.abs(audio.currentTime - kept) >= 5) { kept = audio.currentTime; keep(); }
  });
  for (const kind of ["pause", "ended"]) audio.addEventListener(kind, keep);
  addEventListener("pagehide", keep);
})();
