// The player of an episode's page: buttons, story by story, sleep, lock screen, remembered place.
"use strict";

(() => {
  const { find, recall, remember, clock, lastBegun } = audiopaper;
  const audio = find("audio");
  if (!audio) return;
  const deck = find("deck"), player = find("player"), status = find("status");
  const chapters = [...document.querySelectorAll(".chapters a")];
  const stories = chapters.filter((link) => "story" in link.dataset);
  const startOf = (link) => Number(link.dataset.start) / 1000;
  const titleOf = (link) => link.querySelector("span").textContent;
  document.documentElement.classList.add("scripted");
  audio.controls = false;
  deck.hidden = false;

  const duration = () => (Number.isFinite(audio.duration) ? audio.duration : Number(deck.dataset.seconds));
  // Who has come so far has heard the episode, and begins anew when it is opened again.
  const lastWords = () => Math.min(20, duration() / 10);
  // Nothing of the sound is fetched before somebody wants it: who only reads pays for no megabyte.
  const whenReady = (action) => {
    if (audio.readyState >= HTMLMediaElement.HAVE_METADATA) action();
    else {
      audio.addEventListener("loadedmetadata", action, { once: true });
      audio.preload = "metadata";
      if (audio.networkState !== HTMLMediaElement.NETWORK_LOADING) audio.load();
    }
  };
  const seekTo = (seconds) => whenReady(() => {
    audio.currentTime = Math.min(Math.max(0, seconds), duration());
  });
  const start = () => audio.play().catch(() => { find("toggle").focus(); });
  const playFrom = (ms) => whenReady(() => {
    // A hair behind the first sample, so that the sentence before is not marked.
    audio.currentTime = ms / 1000 + 0.001;
    start();
  });
  audiopaper.playFrom = playFrom;

  // Where the sound cannot be had, a line says so (WCAG 2.2, 4.1.3), and the button tries again from
  // the same place.
  const showFailure = (failed) => {
    status.classList.toggle("failed", failed);
    if (failed || status.textContent === deck.dataset.failed) {
      status.textContent = failed ? deck.dataset.failed : "";
    }
  };
  const tryAgain = () => {
    const place = audio.currentTime;
    audio.load();
    whenReady(() => {
      audio.currentTime = place;
      start();
    });
  };
  audio.addEventListener("error", () => {
    showFailure(true);
    audio.pause();
  });
  for (const kind of ["loadstart", "loadedmetadata"]) {
    audio.addEventListener(kind, () => showFailure(false));
  }

  // Buttons
  const toggle = () => {
    if (audio.error) tryAgain();
    else if (audio.paused) whenReady(start);
    else audio.pause();
  };
  const skip = (seconds) => seekTo(audio.currentTime + seconds);
  const list = stories.length ? stories : chapters;
  const next = () => {
    const link = list.find((each) => startOf(each) > audio.currentTime + 0.01);
    if (link) playFrom(Number(link.dataset.start));
  };
  const previous = () => {
    // Within its first three seconds a story gives way to the one before.
    const before = list.filter((each) => startOf(each) < audio.currentTime - 3);
    playFrom(before.length ? Number(before[before.length - 1].dataset.start) : 0);
  };
  const actions = { toggle, next, previous, back: () => skip(-15), forward: () => skip(30) };
  for (const [id, action] of Object.entries(actions)) find(id).addEventListener("click", action);

  // Keys hold while the focus is in the player (WCAG 2.2, 2.1.4).
  player.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select")) return;
    const isRange = event.target.id === "seek";
    const keys = { n: next, p: previous, k: toggle };
    if (!isRange) Object.assign(keys, { ArrowLeft: actions.back, ArrowRight: actions.forward });
    else Object.assign(keys, { " ": toggle });
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  // The bar
  const seek = find("seek");
  const ticks = find("ticks");
  const drawTicks = () => {
    ticks.textContent = "";
    ticks.append(...chapters.slice(1).map((link) => {
      const tick = document.createElement("span");
      tick.style.insetInlineStart = `${100 * startOf(link) / duration()}%`;
      return tick;
    }));
    seek.max = Math.floor(duration());
    find("total").textContent = clock(duration());
  };
  drawTicks();
  audio.addEventListener("loadedmetadata", drawTicks);
  let held = false;
  seek.addEventListener("input", () => { held = true; show(Number(seek.value)); });
  seek.addEventListener("change", () => { held = false; seekTo(Number(seek.value)); });

  let current = null;
  const show = (seconds) => {
    const link = lastBegun(chapters, seconds * 1000 + 1);
    const position = deck.dataset.position.replace("{time}", clock(seconds))
      .replace("{total}", clock(duration())).replace("{story}", link ? titleOf(link) : "");
    seek.setAttribute("aria-valuetext", position);
    find("elapsed").textContent = clock(seconds);
    if (!held) seek.value = Math.floor(seconds);
    seek.style.setProperty("--done", `${100 * seconds / duration()}%`);
    if (link !== current) {
      current?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "true");
      find("story").textContent = link ? titleOf(link) : "";
      current = link;
      tellDevice();
    }
  };

  // Lock screen, headset, car
  const session = navigator.mediaSession;
  function tellDevice() {
    if (!session || typeof MediaMetadata === "undefined") return;
    const root = document.querySelector("link[rel=icon]").href.replace(/[^/]*$/, "");
    session.metadata = new MediaMetadata({
      title: current ? titleOf(current) : deck.dataset.episode,
      artist: deck.dataset.show,
      album: deck.dataset.episode,
      artwork: [{ src: `${root}cover.jpg`, sizes: "480x480", type: "image/jpeg" }],
    });
  }
  const tellPosition = () => {
    if (!session?.setPositionState || !Number.isFinite(audio.duration)) return;
    session.setPositionState({
      duration: audio.duration,
      playbackRate: audio.playbackRate,
      position: Math.min(audio.currentTime, audio.duration),
    });
  };
  const handlers = {
    play: start,
    pause: () => audio.pause(),
    seekbackward: (details) => skip(-(details.seekOffset ?? 15)),
    seekforward: (details) => skip(details.seekOffset ?? 30),
    seekto: (details) => seekTo(details.seekTime),
    previoustrack: previous,
    nexttrack: next,
  };
  for (const [name, handler] of Object.entries(handlers)) {
    try { session?.setActionHandler(name, handler); } catch { /* this browser knows no such key */ }
  }
  for (const kind of ["loadedmetadata", "seeked", "ratechange", "play"]) {
    audio.addEventListener(kind, tellPosition);
  }

  const setState = () => {
    const playing = !audio.paused;
    player.classList.toggle("playing", playing);
    find("toggle").setAttribute("aria-label", playing ? deck.dataset.pause : deck.dataset.play);
    if (session) session.playbackState = playing ? "playing" : "paused";
  };
  for (const kind of ["play", "pause", "ended"]) audio.addEventListener(kind, setState);
  audio.addEventListener("timeupdate", () => show(audio.currentTime));
  audio.addEventListener("seeked", () => show(audio.currentTime));
  show(0);

  // The bar at the foot of the window, as soon as the player has gone out of sight at its top. What
  // is below the window counts as seen, or a jump past a player that was there would change nothing.
  const slot = find("player-slot");
  // What gets the focus is scrolled to where the bar does not hide it (WCAG 2.2, 2.4.11): how high
  // the bar is depends on the size of the print and on its notes.
  const isVisiblyFocused = (element) => {
    if (!element.matches("a, button, input, .s")) return false;
    try { return element.matches(":focus-visible"); } catch { return true; /* an older browser */ }
  };
  const makeRoom = () => {
    const room = player.classList.contains("small") ? `${player.offsetHeight + 16}px` : "";
    document.documentElement.style.scrollPaddingBlockEnd = room;
    document.body.style.paddingBlockEnd = room;
    // What had the focus before the bar came may be behind it.
    const focused = document.activeElement;
    if (!room || player.contains(focused) || !isVisiblyFocused(focused)) return;
    const { top, bottom } = focused.getBoundingClientRect();
    if (top < innerHeight && bottom > innerHeight - player.offsetHeight) {
      focused.scrollIntoView({ block: "nearest", behavior: "instant" });
    }
  };
  new ResizeObserver(makeRoom).observe(player);
  new IntersectionObserver(([entry]) => {
    const gone = !entry.isIntersecting;
    if (gone) slot.style.minBlockSize = `${slot.offsetHeight}px`;
    player.classList.toggle("small", gone);
    document.documentElement.classList.toggle("with-bar", gone);
    makeRoom();
    if (!gone) slot.style.minBlockSize = "";
  }, { rootMargin: "0px 0px 1000000px 0px" }).observe(slot);

  // Chapters: the same links play in this page's player, and the focus goes to the story's text.
  for (const link of chapters) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      playFrom(Number(link.dataset.start));
      find(link.dataset.target)?.focus({ preventScroll: event.detail > 0 });
    });
  }

  // What was corrected
  for (const link of document.querySelectorAll("[data-jump]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      playFrom(Number(link.dataset.jump));
    });
  }

  // Speed, for all episodes
  const speed = find("speed");
  const setSpeed = (value) => {
    speed.value = value;
    audio.defaultPlaybackRate = audio.playbackRate = Number(value);
  };
  const wished = recall("speed");
  if (wished && [...speed.options].some((option) => option.value === wished)) setSpeed(wished);
  speed.addEventListener("change", () => { setSpeed(speed.value); remember("speed", speed.value); });

  // Sleep: after so many minutes, or at the end of the story that is then heard: who goes to another
  // one hears that to its end. A phone may hold up timers while its screen is off, so the clock is
  // looked at as the sound goes on, too.
  const sleep = find("sleep");
  let timer = 0, stopAt = Infinity, sleepAt = Infinity;
  const stayAwake = () => {
    clearTimeout(timer);
    stopAt = sleepAt = Infinity;
  };
  const stopAfterStory = () => {
    if (sleep.value !== "story") return;
    const following = chapters.find((link) => startOf(link) > audio.currentTime + 0.01);
    stopAt = following ? startOf(following) : Infinity;
  };
  const fallAsleep = () => {
    const end = stopAt;
    stayAwake();
    audio.pause();
    // Whoever goes on hears the next story from its first sound.
    if (Number.isFinite(end)) audio.currentTime = end + 0.001;
    sleep.value = "0";
    status.textContent = deck.dataset.slept;
  };
  sleep.addEventListener("change", () => {
    stayAwake();
    if (sleep.value === "story") stopAfterStory();
    else if (sleep.value !== "0") {
      const ms = Number(sleep.value) * 60_000;
      sleepAt = Date.now() + ms;
      timer = setTimeout(fallAsleep, ms);
    }
  });
  audio.addEventListener("seeking", stopAfterStory);
  audio.addEventListener("timeupdate", () => {
    const left = (stopAt - audio.currentTime) / audio.playbackRate;
    if (left <= 0 || Date.now() >= sleepAt) fallAsleep();
    // timeupdate comes four times a second at best, which would let the next story begin.
    else if (left < 1 && !audio.paused) {
      clearTimeout(timer);
      timer = setTimeout(() => { if (audio.currentTime >= stopAt - 0.1) fallAsleep(); }, left * 1000);
    }
  });

  // The place in this episode; #t=SECONDS in the address goes before it.
  const { path, episode, name } = deck.dataset;
  const placeKey = `place ${name}`;
  const remembered = Number(recall(placeKey) ?? 0);
  const readHash = () => /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash);
  const wanted = readHash();
  const resumed = find("resumed");
  const resume = () => {
    if (audio.currentTime > 0) return;
    if (wanted) { seekTo(Number(wanted[1])); return; }
    if (!(remembered > 5) || remembered > duration() - lastWords()) return;
    audio.currentTime = remembered;
    const text = status.dataset.resumed.replace("{time}", clock(remembered));
    resumed.querySelector("span").textContent = text;
    status.textContent = text;
    resumed.hidden = false;
  };
  if (wanted || remembered > 5) whenReady(resume);
  if (location.hash === "#play" || wanted) {
    find("toggle").focus();
    if (location.hash === "#play") whenReady(start);
  }
  // Where such an address is opened in a window that shows this page already, no page is loaded.
  addEventListener("hashchange", () => {
    const time = readHash();
    if (!time) return;
    seekTo(Number(time[1]));
    find("toggle").focus();
  });
  // Who has listened on for a while needs no way back any more.
  audio.addEventListener("timeupdate", () => {
    const isLeft = Math.abs(audio.currentTime - remembered) > 30;
    if (isLeft && !resumed.contains(document.activeElement)) resumed.hidden = true;
  });
  find("restart").addEventListener("click", () => {
    resumed.hidden = true;
    find("toggle").focus();
    playFrom(0);
  });
  let saved = 0;
  const savePlace = () => {
    if (!(audio.currentTime > 0)) return;
    // Rounded down: at the beginning of a story, not behind it.
    remember(placeKey, audio.ended ? "0" : (Math.floor(audio.currentTime * 10) / 10).toFixed(1));
    remember("last", JSON.stringify({ audio: name, path, title: episode }));
    if (duration() - audio.currentTime < lastWords()) remember(`heard ${name}`, "1");
  };
  audio.addEventListener("timeupdate", () => {
    if (Math.abs(audio.currentTime - saved) >= 5) { saved = audio.currentTime; savePlace(); }
  });
  for (const kind of ["pause", "ended"]) audio.addEventListener(kind, savePlace);
  audio.addEventListener("ended", () => remember(`heard ${name}`, "1"));

  // At the end: the episode that comes next, offered and announced; it never starts by itself.
  const upNext = find("up-next");
  const neighbours = ["next", "prev"].map((rel) => document.querySelector(`.neighbours a[rel=${rel}]`));
  audio.addEventListener("ended", () => {
    const link = neighbours.find((each) => each && recall(`heard ${each.dataset.audio}`) !== "1");
    if (!link) return;
    const offer = upNext.querySelector("a");
    offer.href = `${link.getAttribute("href")}#play`;
    offer.textContent = upNext.dataset.text.replace("{title}", link.querySelector(".meta").textContent.trim());
    upNext.hidden = false;
    status.textContent = offer.textContent;
  });
  audio.addEventListener("play", () => { upNext.hidden = true; });
  addEventListener("pagehide", savePlace);
})();
