/* What the server answers to a page that has lost its session, or is older than the program.
   Dash itself passes over such answers in silence, so fetch is watched here, before Dash loads. */
(function () {
  "use strict";

  const CALLBACK = "/_dash-update-component";
  const ROUTER = "_pages_content";
  const plainFetch = window.fetch;
  let isLeaving = false;

  function signInAgain() {
    if (isLeaving) return;
    isLeaving = true;
    const here = window.location.pathname + window.location.search;
    window.location.assign("/login?next=" + encodeURIComponent(here));
  }

  function toasts() {
    let place = document.querySelector(".toasts");
    if (!place) {
      place = document.createElement("div");
      place.className = "toasts";
      document.body.appendChild(place);
    }
    return place;
  }

  /* Errors do not fade; the same sentence stands there once. */
  function say(sentence, action, act) {
    const place = toasts();
    if (Array.from(place.children).some(function (each) { return each.dataset.sentence === sentence; })) return;
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.dataset.sentence = sentence;
    toast.setAttribute("role", "alert");
    toast.append(Object.assign(document.createElement("span"), { textContent: sentence }));
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: action });
    button.className = "text-button";
    button.addEventListener("click", function () { toast.remove(); act(); });
    toast.append(button);
    place.append(toast);
  }

  function reload() { window.location.reload(); }

  function tell(response) {
    response.clone().json().then(function (answer) {
      const code = answer.incident ? " Код: " + answer.incident + "." : "";
      say((answer.error || "Не получилось.") + code, "Обновить страницу", reload);
    }, function () {
      say("Не получилось. Обновите страницу.", "Обновить страницу", reload);
    });
  }

  /* The program was renewed while the page stood open. Said once; the page may be finished first. */
  function compareVersions(response) {
    const now = response.headers.get("X-Vsoko-Version");
    const mine = window.vsoko && window.vsoko.stamp ? window.vsoko.stamp() : "";
    if (now && mine && now !== mine) sayStale("Вышла новая версия. Обновите страницу.");
  }

  function sayStale(sentence) { say(sentence || "Страница устарела. Обновите её.", "Обновить страницу", reload); }

  function asksRouter(options) {
    return typeof (options && options.body) === "string" && options.body.includes('"' + ROUTER + '"');
  }

  function watch(url, options, response) {
    compareVersions(response);
    if (response.status === 401) {
      if (window.vsoko.keepsShow && window.vsoko.keepsShow()) return response;
      signInAgain();
      return new Promise(function () {}); /* the page is being left: Dash would read the answer twice and fail */
    }
    if (response.status === 404 && asksRouter(options)) {
      reload(); // the server knows how to say that there is no such page
    } else if (response.status >= 400 && url.includes(CALLBACK)) {
      tell(response);
    }
    return response;
  }

  window.vsoko = Object.assign(window.vsoko || {}, { sayStale: sayStale });

  window.fetch = function (resource, options) {
    const url = new URL(resource instanceof Request ? resource.url : resource, window.location.href);
    const asked = plainFetch.apply(this, arguments);
    if (url.origin !== window.location.origin) return asked;
    return asked.then(function (response) { return watch(url.pathname, options, response); }, function (error) {
      if (url.pathname === CALLBACK && !isLeaving && error.name !== "AbortError") {
        say("Нет связи с сервером. Повторите.", "Обновить страницу", reload);
      }
      throw error;
    });
  };
})();
