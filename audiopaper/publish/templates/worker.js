// The service worker: it answers with what was kept where no host does. Only who asks for the newest
// episode offline gets one, and only what the front page names is kept.
"use strict";

const NAME = `audiopaper ${self.registration.scope}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// A corrected episode may keep its address.
const isSame = async (kept, address) => {
  if (!kept) return false;
  const current = await fetch(address, { method: "HEAD", cache: "no-store" });
  return ["Content-Length", "Last-Modified", "ETag"]
    .every((name) => current.headers.get(name) === kept.headers.get(name));
};

// The whole file, so that no network is needed to put it into the cache.
const download = async (address, isAudio) => {
  // Of what was played the browser may have parts, which Firefox would complete by a part (206).
  const answer = await fetch(address, { cache: isAudio ? "reload" : "no-cache" });
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`);
  return new Response(await answer.blob(), { headers: answer.headers });
};

// Keep these addresses and drop all others; audio that is kept already is not fetched again. What was
// kept before stays until all of the new files are there: a page needs the audio that it names.
const keep = async (addresses) => {
  const cache = await caches.open(NAME);
  const wanted = new Set(addresses.map((address) => new URL(address, self.registration.scope).href));
  const fetched = new Map();
  for (const address of wanted) {
    const isAudio = new URL(address).pathname.endsWith(".mp3");
    if (isAudio && await isSame(await cache.match(address), address)) continue;
    fetched.set(address, await download(address, isAudio));
  }
  for (const [address, file] of fetched) await cache.put(address, file);
  for (const request of await cache.keys()) {
    if (!wanted.has(request.url)) await cache.delete(request);
  }
};

self.addEventListener("message", (event) => {
  const [answer] = event.ports;
  const done = event.data === "drop" ? caches.delete(NAME) : keep(event.data);
  event.waitUntil(done.then(() => answer.postMessage(true), () => answer.postMessage(false)));
});

// Players ask for parts of a file; some play nothing that is not answered by that part.
const cut = async (kept, range) => {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? [];
  if (first === undefined) return kept;
  const body = await kept.blob();
  const from = Number(first);
  const to = last ? Math.min(Number(last), body.size - 1) : body.size - 1;
  if (from > to) {
    return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${body.size}` } });
  }
  return new Response(body.slice(from, to + 1), {
    status: 206,
    headers: {
      "Content-Type": kept.headers.get("Content-Type") ?? "audio/mpeg",
      "Content-Length": String(to - from + 1),
      "Content-Range": `bytes ${from}-${to}/${body.size}`,
      "Accept-Ranges": "bytes",
    },
  });
};

// What is fetched here is not kept: a page alone would name audio that is not.
const respond = async (request) => {
  try {
    return await fetch(request);
  } catch (error) {
    const address = request.url.replace(/#.*/, "").replace(/\/$/, "/index.html");
    const kept = await (await caches.open(NAME)).match(address);
    if (!kept) throw error;
    const range = request.headers.get("Range");
    return range ? cut(kept, range) : kept;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(self.registration.scope)) {
    event.respondWith(respond(request));
  }
});
