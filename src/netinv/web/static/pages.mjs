// What the pages of forms do beyond forms: choose all, decide by single keys, watch long work.

for (const all of document.querySelectorAll("input[data-all]")) {
  all.addEventListener("change", () => {
    for (const box of all.form.querySelectorAll(`input[name="${all.dataset.all}"]`)) box.checked = all.checked;
  });
}

const decide = document.getElementById("decide");
if (decide) {
  // what contradicts the chosen answer has to be owned before it is written
  const owned = () => {
    for (const force of decide.querySelectorAll("input[name=force]")) {
      force.required = force.closest(".answer").querySelector("input[name=verdict]").checked;
    }
  };
  decide.addEventListener("change", owned);
  const verdicts = { s: "same", d: "different", u: "unsure" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input[type=text], input[type=search], select")) return;
    const verdict = verdicts[event.key.toLowerCase()];
    const box = verdict && decide.querySelector(`input[value="${verdict}"]:not(:disabled)`);
    if (box) {
      box.checked = true;
      owned();
      const reason = decide.querySelector("input[name=reason]");
      reason.focus();
      reason.select();
    } else if (event.key.toLowerCase() === "k" && document.getElementById("skip")) document.getElementById("skip").click();
    else return;
    event.preventDefault();
  });
}

const job = document.getElementById("job");
if (job) {
  const watch = async () => {
    const now = await (await fetch("/api/job")).json();
    if (!now.running) return location.reload();
    job.querySelector("progress").value = now.part;
    document.getElementById("job-what").textContent = now.what;
    return setTimeout(watch, 700);
  };
  setTimeout(watch, 700);
}
