/* Small manners of the interface. Every listener sits on the document, so it outlives whatever Dash renders anew. */
(function () {
  "use strict";

  const PHONE = "(max-width: 720px)";

  /* Dropped lists: closed by a click elsewhere, by Escape and by choosing. */

  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }

  function closeBar() {
    const bar = document.querySelector(".bar.is-open");
    if (!bar) return;
    bar.classList.remove("is-open");
    const button = bar.querySelector("[data-opens-menu]");
    if (button) button.setAttribute("aria-expanded", "false");
  }

  document.addEventListener("click", function (event) {
    const menu = event.target.closest("details.menu");
    closeMenus(event.target.closest("a") ? null : menu);
    if (event.target.closest(".bar a")) closeBar();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else {
      closeBar();
    }
  });

  /* Arrow keys walk an open list. */

  document.addEventListener("keydown", function (event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const menu = event.target.closest("details.menu[open]");
    if (!menu) return;
    const links = Array.from(menu.querySelectorAll("a")).filter(function (link) { return link.offsetParent; });
    if (!links.length) return;
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    const now = links.indexOf(document.activeElement);
    links[now < 0 ? (step > 0 ? 0 : links.length - 1) : (now + step + links.length) % links.length].focus();
  });

  /* An opened list of schools is ready to be typed into; a phone would cover it with its keyboard. It is opened here, for
     a browser tells of one that it has opened a moment later, when the first letters are typed already. */

  document.addEventListener("click", function (event) {
    const summary = event.target.closest(".schools > summary");
    if (!summary || summary.parentElement.open || window.matchMedia(PHONE).matches) return;
    const field = summary.parentElement.querySelector("input");
    if (!field) return;
    event.preventDefault();
    summary.parentElement.open = true;
    field.focus();
  });

  /* The list of schools, narrowed by what is typed. */

  document.addEventListener("input", function (event) {
    const panel = event.target.closest(".school-panel");
    if (!panel) return;
    const wanted = event.target.value.trim().toLocaleLowerCase("ru").replace(/ё/g, "е");
    let shown = 0;
    panel.querySelectorAll("li").forEach(function (item) {
      const name = item.textContent.replace(/\u00a0/g, " ").toLocaleLowerCase("ru").replace(/ё/g, "е");
      item.hidden = !name.includes(wanted);
      if (!item.hidden) shown += 1;
    });
    panel.querySelector(".nothing").hidden = shown > 0;
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || !event.target.closest(".school-search")) return;
    const first = Array.from(event.target.closest(".school-panel").querySelectorAll("li")).find(function (item) {
      return !item.hidden;
    });
    if (first) first.querySelector("a").click();
  });

  /* Buttons that show more of the page. */

  document.addEventListener("click", function (event) {
    const rows = event.target.closest("[data-shows-rows]");
    if (rows) {
      document.getElementById(rows.dataset.showsRows).classList.remove("is-short");
      rows.setAttribute("aria-expanded", "true");
      rows.hidden = true;
    }
    const more = event.target.closest("[data-shows-more-filters]");
    if (more) more.setAttribute("aria-expanded", String(more.closest(".filters").classList.toggle("is-open")));
    const bar = event.target.closest("[data-opens-menu]");
    if (bar) bar.setAttribute("aria-expanded", String(bar.closest(".bar").classList.toggle("is-open")));
    if (event.target.closest("[data-retries]")) window.location.reload();
  });

  /* Toasts and «Скопировать ссылку». */

  function toast(words) { window.vsoko.toast(words); }

  function copyByHand(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "unseen";
    document.body.appendChild(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-copies-link]")) return;
    const link = window.location.href;
    /* Browsers offer the clipboard to secure pages alone; an intranet without a certificate takes the old way. */
    const copied = navigator.clipboard ? navigator.clipboard.writeText(link) : copyByHand(link);
    copied.then(function () { toast("Ссылка скопирована"); }, function () {
      toast("Ссылка не скопировалась. Скопируйте её из адресной строки");
    });
  });

  /* Forms of the interface carry the token of the readable cookie. */

  document.addEventListener("formdata", function (event) {
    if (event.target.hasAttribute("data-carries-token")) event.formData.set("csrf_token", window.vsoko.token());
  });

  /* A place named by the address may appear later than the page: wait for it, open what hides it, go there. */

  let waitingFor = "";

  function goToAnchor() {
    const target = waitingFor && document.getElementById(waitingFor);
    if (!target) return;
    waitingFor = "";
    for (let one = target; one; one = one.parentElement) {
      if (one.tagName === "DETAILS") one.open = true;
    }
    const fold = target.querySelector(":scope > details.fold");
    if (fold) fold.open = true;
    document.querySelectorAll(".is-arrived").forEach(function (one) { one.classList.remove("is-arrived"); });
    if (target.matches(".goal-block")) target.classList.add("is-arrived");
    target.scrollIntoView();
  }

  function noteAnchor() {
    waitingFor = decodeURIComponent(window.location.hash.slice(1));
    goToAnchor();
  }

  ["hashchange", "popstate", "_dashprivate_pushstate"].forEach(function (name) {
    window.addEventListener(name, function () { window.setTimeout(noteAnchor, 0); });
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest('a[href^="#"]')) window.setTimeout(noteAnchor, 0);
  });
  new MutationObserver(goToAnchor).observe(document.documentElement, { childList: true, subtree: true });
  noteAnchor();

  /* Paper carries the address of what it shows. */

  window.addEventListener("beforeprint", function () {
    document.querySelectorAll(".print-line").forEach(function (line) {
      line.setAttribute("data-address", window.location.href);
    });
  });

  /* A page that does not come says so in its place, with the code of the request for support. */

  function failPages(code) {
    document.querySelectorAll(".markup[aria-busy]").forEach(function (one) { window.vsoko.fail(one, code); });
  }

  const ask = window.fetch;
  window.fetch = function (resource) {
    const address = String(resource && resource.url ? resource.url : resource);
    const answer = ask.apply(this, arguments);
    if (!address.includes("_dash-update-component")) return answer;
    return answer.then(function (response) {
      /* A lost session leads to the sign-in page (session.js). */
      if (response.status >= 400 && response.status !== 401) {
        response.clone().json().then(function (told) { failPages(told.incident || ""); }, function () { failPages(""); });
      }
      return response;
    }, function (error) {
      if (error.name !== "AbortError") failPages("");
      throw error;
    });
  };
})();
