// Handing files over: dropped or chosen, sent one by one with their progress, then shown by the page.

const drop = document.getElementById("drop");
const says = document.getElementById("drop-says");
const bar = document.getElementById("drop-part");

function send(file, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how far a body is sent
    request.open("PUT", `/api/imports/${encodeURIComponent(file.name)}`);
    request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("load", () => {
      if (request.status === 200) return resolve();
      let message = request.statusText;
      try {
        message = JSON.parse(request.responseText).error;
      } catch {
        // no JSON: the status says it
      }
      return reject(new Error(message));
    });
    request.addEventListener("error", () => reject(new Error(`${file.name}: ${says.textContent}`)));
    request.send(file);
  });
}

async function take(files) {
  if (!files.length) return;
  const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
  let done = 0;
  bar.hidden = false;
  drop.classList.remove("failed");
  try {
    for (const file of files) {
      says.textContent = `${drop.dataset.wait} ${file.name}`;
      await send(file, (sent) => {
        bar.value = (done + sent) / total;
      });
      done += file.size;
    }
    location.assign("/imports");
  } catch (error) {
    drop.classList.add("failed");
    bar.hidden = true;
    says.textContent = error.message;
  }
}

document.getElementById("files").addEventListener("change", (event) => take([...event.target.files]));
for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  take([...event.dataTransfer.files]);
});
