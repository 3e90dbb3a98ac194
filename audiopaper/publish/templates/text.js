// The text beside the sound: the mark that follows the voice, sentences that play, larger print.
"use strict";

(() => {
  const { find, recall, remember, lastBegun } = audiopaper;
  const audio = find("audio");
  if (!audio) return;
  find("hint").hidden = false;

  const text = document.querySelector(".text");
  const sentences = [...text.querySelectorAll(".s")];
  const play = (sentence) => audiopaper.playFrom(Number(sentence.dataset.start));
  text.addEventListener("click", (event) => {
    const sentence = event.target.closest(".s");
    if (sentence && getSelection().isCollapsed) play(sentence);
  });

  // By keyboard: one stop a story; from it, arrows go from sentence to sentence.
  for (const story of text.querySelectorAll("article")) {
    const own = [...story.querySelectorAll(".s")];
    if (!own.length) continue;
    for (const sentence of own) {
      sentence.tabIndex = -1;
      // Text for who reads, and a button for who stands on it (WCAG 2.2, 4.1.2).
      sentence.addEventListener("blur", () => sentence.removeAttribute("role"));
    }
    const moveTo = (element) => {
      if (element !== button) element.setAttribute("role", "button");
      element.focus();
    };
    const heading = story.querySelector("h3");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "here";
    button.lang = document.documentElement.lang;
    button.title = text.dataset.play;
    button.setAttribute("aria-label",
      text.dataset.label.replace("{start}", heading.textContent.trim()));
    button.textContent = "▶";
    button.addEventListener("click", () => play(own[0]));
    button.id = `${story.id}-play`;
    const head = document.createElement("div");
    head.className = "head";
    heading.replaceWith(head);
    head.append(heading, button);
    story.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const position = own.indexOf(event.target);
      if (position < 0 && event.target !== button) return;
      const steps = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in steps) {
        const wanted = position + steps[event.key];
        moveTo(wanted < 0 ? button : own[Math.min(wanted, own.length - 1)]);
      } else if (event.key === "Escape") button.focus();
      else if (position >= 0 && (event.key === "Enter" || event.key === " ")) play(own[position]);
      else return;
      event.preventDefault();
    });
  }

  // The mark: the last sentence that has begun.
  const follow = find("follow");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  follow.checked = (recall("follow") ?? (calm.matches ? "no" : "yes")) === "yes";
  follow.addEventListener("change", () => remember("follow", follow.checked ? "yes" : "no"));
  // Who scrolls looks at something else: the page keeps still for a while.
  let stillUntil = 0;
  for (const kind of ["wheel", "touchmove", "keydown"]) {
    addEventListener(kind, () => { stillUntil = Date.now() + 5000; }, { passive: true });
  }
  let marked = null;
  const mark = () => {
    const sentence = audio.currentTime > 0 ? lastBegun(sentences, audio.currentTime * 1000) : null;
    if (sentence === marked) return;
    marked?.classList.remove("now");
    sentence?.classList.add("now");
    marked = sentence;
    if (sentence && follow.checked && !audio.paused && Date.now() > stillUntil) {
      sentence.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
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

  // Larger print, on every page of the show
  const large = find("large");
  const enlarge = (wanted) => document.documentElement.classList.toggle("large", wanted);
  large.checked = recall("large") === "yes";
  enlarge(large.checked);
  large.addEventListener("change", () => {
    remember("large", large.checked ? "yes" : "no");
    enlarge(large.checked);
  });

  // The address of this moment, and the mail that names it
  const seconds = () => Math.floor(audio.currentTime);
  const here = find("copy-here");
  if (here) {
    here.hidden = false;
    here.addEventListener("click", () => {
      const address = `${location.href.replace(/#.*/, "")}#t=${seconds()}`;
      audiopaper.copyText(address, here, find("copy-result"));
    });
  }
  const contact = find("contact");
  contact?.addEventListener("click", () => {
    const sentence = marked ? marked.textContent : "";
    const lines = [`${audiopaper.clock(audio.currentTime)} ${sentence}`, location.href.replace(/#.*/, "")];
    const [address, query] = contact.href.split("?");
    const subject = new URLSearchParams(query).get("subject") ?? "";
    contact.href = `${address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(lines.join("\r\n"))}`;
  });
})();
