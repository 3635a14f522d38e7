// An alert's page: what takes the whole graph is asked for when the page has been shown.

const place = document.getElementById("ways");

async function bring() {
  const answer = await fetch(place.dataset.from, { headers: { accept: "text/html" } });
  if (!answer.ok) return; // the link to it stays
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceWith(document.adoptNode(page.getElementById("ways")));
}

if (place) bring().catch(() => {});
