/* What a folded part of a page holds, asked for when the part is first opened: an element with data-loads inside
   a <details>. It is opened by its head, by an address that names it, and by whatever else sets `open`. */
(function () {
  "use strict";

  function say(body, words) {
    const line = Object.assign(document.createElement("p"), { className: "note all-done", textContent: words });
    const again = Object.assign(document.createElement("button"), { type: "button", textContent: "Повторить" });
    again.className = "button";
    again.addEventListener("click", function () { load(body); });
    body.replaceChildren(line, again);
  }

  function load(body) {
    if (body.getAttribute("aria-busy") === "true") return;
    body.setAttribute("aria-busy", "true");
    window.fetch(body.dataset.loads, { headers: { Accept: "text/html" }, credentials: "same-origin" }).then(function (response) {
      if (!response.ok) return response.json().then(function (told) { say(body, told.error || "Не получилось загрузить."); });
      return response.text().then(function (html) {
        body.innerHTML = html;
        body.removeAttribute("data-loads");
      });
    }).catch(function () {
      say(body, "Нет связи с сервером.");
    }).then(function () { body.removeAttribute("aria-busy"); });
  }

  document.addEventListener("toggle", function (event) {
    const opened = event.target;
    if (!opened.matches || !opened.matches("details") || !opened.open) return;
    const body = opened.querySelector(":scope > [data-loads]");
    if (body) load(body);
  }, true);
})();
