/* Panels beside the page: what a button with data-opens-panel leads to, in a dialog of the browser's own,
   which keeps the focus inside, closes with Escape and gives the focus back. */
(function () {
  "use strict";

  let dialog = null;
  let asked = 0;

  function build() {
    dialog = document.createElement("dialog");
    dialog.className = "panel";
    dialog.setAttribute("aria-labelledby", "panel-title");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "panel-close";
    close.setAttribute("aria-label", "Закрыть");
    const content = document.createElement("div");
    content.className = "panel-content";
    content.tabIndex = -1;
    dialog.append(close, content);
    close.addEventListener("click", hide);
    /* A click beside the panel closes it, unless something typed would be lost. */
    dialog.addEventListener("mousedown", function (event) {
      if (event.target === dialog && !dialog.querySelector("form.is-changed")) hide();
    });
    dialog.addEventListener("close", function () { asked += 1; });
    document.body.appendChild(dialog);
  }

  function content() { return dialog.querySelector(".panel-content"); }

  function hide() {
    if (dialog && dialog.open) dialog.close();
  }

  function show(html) {
    if (!dialog) build();
    content().innerHTML = html;
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    const first = content().querySelector("[autofocus]") || content();
    first.focus({ preventScroll: true });
  }

  function say(words, retry) {
    const box = document.createElement("div");
    box.className = "panel-head";
    const title = Object.assign(document.createElement("h2"), { id: "panel-title", textContent: words });
    box.append(title);
    show("");
    content().append(box);
    if (retry) {
      const again = Object.assign(document.createElement("button"), { type: "button", textContent: "Повторить" });
      again.className = "button";
      again.addEventListener("click", retry);
      content().append(again);
    }
  }

  function open(address) {
    const mine = ++asked;
    const waiting = window.setTimeout(function () {
      if (mine === asked) show('<div class="panel-head"><h2 id="panel-title">Загружаем…</h2></div>');
    }, 300);
    window.fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" }).then(function (response) {
      window.clearTimeout(waiting);
      if (mine !== asked) return null;
      if (response.ok) return response.text().then(show);
      return response.json().then(function (told) { say(told.error || "Не получилось загрузить."); });
    }).catch(function () {
      window.clearTimeout(waiting);
      if (mine === asked) say("Нет связи с сервером.", function () { open(address); });
    });
  }

  document.addEventListener("click", function (event) {
    const opener = event.target.closest("[data-opens-panel]");
    if (opener) {
      event.preventDefault();
      open(opener.dataset.opensPanel);
      return;
    }
    if (event.target.closest("[data-closes-panel]")) hide();
    /* A link of the panel leads on in the page below it. */
    if (dialog && dialog.open && event.target.closest("dialog.panel a[data-in-app]")) hide();
  });

  /* Pages that the browser goes back from or forward to have no panel. */
  window.addEventListener("popstate", hide);

  window.vsoko = Object.assign(window.vsoko || {}, { openPanel: open, showPanel: show, hidePanel: hide });
})();
