// The show's pages in Firefox: node examine_firefox.mjs FIREFOX SITE FOLDER
// Needs puppeteer-core beside it or in NODE_PATH's place (see examine_site.py). Prints a line for
// each promise, writes screenshots to FOLDER, and ends with 1 where one does not hold.
import { createRequire } from "node:module";
import { join } from "node:path";

const [firefox, site, folder, modules] = process.argv.slice(2);
const puppeteer = createRequire(join(modules, "package.json"))("puppeteer-core");
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: firefox,
  headless: true,
  extraPrefsFirefox: { "media.autoplay.default": 0, "media.autoplay.blocking_policy": 0 },
});
let bad = 0;
const errors = [];
const promise = async (name, check) => {
  let holds = false;
  try { holds = await check(); } catch (error) { errors.push(`${name}: ${error.message}`); }
  if (!holds) bad += 1;
  console.log(`firefox ${holds ? "yes" : "NO "} ${name}`);
};
const open = async (path, width, height, scheme = "light") => {
  const page = await browser.newPage();
  page.on("console", (line) => { if (line.type() === "error") errors.push(line.text()); });
  page.on("pageerror", (error) => errors.push(error.message));
  await page.setViewport({ width, height });
  try { await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]); } catch { /* not by this protocol */ }
  await page.goto(site + path, { waitUntil: "load" });
  return page;
};
const until = (page, check, ...rest) => page.waitForFunction(check, { timeout: 30000, polling: 200 }, ...rest).then(() => true);
const EPISODE = "episodes/2026-03-02/index.html";

for (const [name, path] of [["index", "index.html"], ["subscribe", "subscribe.html"], ["episode", EPISODE]]) {
  for (const width of [320, 390, 768, 1280]) {
    const page = await open(path, width, width < 768 ? 700 : 900);
    await promise(`${name} at ${width} px does not scroll sideways`,
      () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await page.screenshot({ path: join(folder, `firefox-${name}-${width}.png`) });
    await page.close();
  }
}

const page = await open(EPISODE, 390, 844);
await promise("it plays from a chapter", async () => {
  await page.click(".chapters li:nth-child(3) a");
  return until(page, () => !document.getElementById("audio").paused && document.getElementById("audio").currentTime > 0);
});
await promise("the text follows the voice", () => until(page, () => document.querySelectorAll(".s.now").length === 1));
await promise("the next story by key", async () => {
  await page.focus("#toggle");
  const before = await page.evaluate(() => document.getElementById("audio").currentTime);
  await page.keyboard.press("n");
  return until(page, (time) => document.getElementById("audio").currentTime > time + 0.5, before);
});
await promise("speed is remembered", async () => {
  await page.select("#speed", "1.5");
  await page.reload({ waitUntil: "load" });
  return page.evaluate(() => document.getElementById("audio").playbackRate === 1.5);
});
await promise("the place is remembered and announced", () => until(page, () =>
  document.getElementById("status").textContent.length > 0 && document.getElementById("audio").currentTime > 0));
await promise("the small player stays below", async () => {
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  return until(page, () => document.querySelector(".player.small") !== null);
});
await promise("larger print", async () => {
  await page.evaluate(() => scrollTo(0, 0));
  await until(page, () => document.querySelector(".player.small") === null);
  await page.click("#large");
  return page.evaluate(() => document.documentElement.classList.contains("large"));
});
await page.screenshot({ path: join(folder, "firefox-large.png") });
// A player keeps a connection open, and Firefox has six for a host.
await page.close();
const front = await open("index.html", 390, 844);
await promise("the newest episode is kept offline", async () => {
  await front.click("#offline-wanted");
  return until(front, () => document.getElementById("offline-result").textContent === "已保存。")
    .catch(async (error) => { throw new Error(`${error.message}: ${await front.evaluate(() => document.getElementById("offline-result").textContent)}`); });
});
await promise("the search finds text", async () => {
  await front.type("#filter-words", "三万册");
  return until(front, () => document.querySelectorAll("#hits li").length > 0);
});
const feed = await browser.newPage();
await promise("the feed is shown as a page", async () => {
  await feed.goto(`${site}feed.xml`);
  return feed.evaluate(() => getComputedStyle(document.querySelector("item > title")).display === "block");
});
await browser.close();
for (const error of errors) console.log(`firefox error: ${error}`);
process.exit(bad || errors.length ? 1 : 0);
