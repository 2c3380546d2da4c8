// Tells what arrives while a list or a story is open. Without it the list is as it was when it was asked for, and nothing is missing.

const live = document.getElementById("live");
const TRY_AGAIN = 10_000;
let source = null;
// Where the page was made, and then the last event that was heard: nothing between the two and what comes is missed.
let last = live?.dataset.after;
let arrived = new Set();

function listen() {
  const address = new URL(live.dataset.stream, location.href);
  address.searchParams.set("after", last);
  source = new EventSource(address);
  source.onopen = () => {
    if (live.dataset.state === "closed" && !arrived.size) live.textContent = "";
    live.dataset.state = "open";
  };
  source.addEventListener("article.enriched", heard);
  source.addEventListener("article.revised", heard);
  source.onerror = () => {
    // A browser comes back by itself after a stream that has ended, but not after one that was refused.
    if (source.readyState !== EventSource.CLOSED) return;
    live.dataset.state = "closed";
    if (!arrived.size) live.textContent = "New articles are not told at the moment: load the page again to see them.";
    // A page that was looked away from and back at meanwhile listens anew already.
    setTimeout(() => { if (source?.readyState === EventSource.CLOSED) listen(); }, TRY_AGAIN);
  };
}

function heard(event) {
  last = event.lastEventId;
  arrived.add(JSON.parse(event.data).id);
  const link = document.createElement("a");
  link.href = live.dataset.first;
  link.textContent = arrived.size === 1 ? "1 new article: show" : `${arrived.size} new articles: show`;
  link.addEventListener("click", show);
  live.replaceChildren(link);
}

// Puts the list as it is now in the place of the old one. Where that fails, the link leads to it.
async function show(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(live.dataset.first, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("listed").replaceWith(document.adoptNode(page.getElementById("listed")));
    history.replaceState(null, "", live.dataset.first);
    live.textContent = arrived.size === 1 ? "1 new article is shown." : `${arrived.size} new articles are shown.`;
    // The new list goes as far as its page says, which need not be as far as we have heard.
    arrived = new Set();
    last = page.getElementById("live").dataset.after;
    source?.close();
    listen();
    document.getElementById("main").focus();
  } catch {
    location.assign(live.dataset.first);
  }
}

// A browser keeps six connections to a host, so a page that nobody looks at gives its one back, and loses nothing.
document.addEventListener("visibilitychange", () => {
  source?.close();
  source = null;
  if (!document.hidden) listen();
});

if (live && !document.hidden) listen();
