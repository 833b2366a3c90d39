/* Forms with data-sends go by script: with the token and the program's stamp, and with an answer shown in place
   (dashboard/answers.py). Nothing here decides anything; the server checks every value again. */
(function () {
  "use strict";

  const vsoko = window.vsoko = window.vsoko || {};

  function cookie(name) {
    const found = document.cookie.split("; ").find(function (part) { return part.startsWith(name + "="); });
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  function stamp() {
    const meta = document.querySelector('meta[name="vsoko-version"]');
    return meta ? meta.content : "";
  }

  function headers() { return { "X-CSRFToken": cookie("_csrf_token"), "X-Vsoko-Version": stamp() }; }

  /* Toasts: one sentence, the way to what was done, and the way back where there is one. */

  function toast(words, undo, leads) {
    let place = document.querySelector(".toasts");
    if (!place) {
      place = document.createElement("div");
      place.className = "toasts";
      document.body.appendChild(place);
    }
    const box = document.createElement("div");
    box.className = "toast";
    box.setAttribute("role", "status");
    box.append(Object.assign(document.createElement("span"), { textContent: words }));
    if (leads) {
      const on = Object.assign(document.createElement("a"), { href: leads.href, textContent: leads.words });
      on.dataset.inApp = "";
      on.addEventListener("click", function () { box.remove(); });
      box.append(on);
    }
    if (undo) {
      const back = Object.assign(document.createElement("button"), { type: "button", textContent: undo.words });
      back.className = "text-button";
      back.title = "Клавиша F6";
      back.setAttribute("aria-keyshortcuts", "F6");
      back.addEventListener("click", function () {
        box.remove();
        if (before && before.isConnected) before.focus({ preventScroll: true });
        const values = new FormData();
        Object.entries(undo.values || {}).forEach(function (each) { values.append(each[0], each[1]); });
        post(undo.action, values).then(function (answer) { settle(null, answer); });
      });
      box.append(back);
    }
    place.appendChild(box);
    window.setTimeout(function () { if (!box.contains(document.activeElement)) box.remove(); }, undo || leads ? 12000 : 6000);
  }

  /* A toast stands after everything else of the page: F6 leads to its button, which leads back to where one was. */
  let before = null;
  document.addEventListener("keydown", function (event) {
    const buttons = event.key === "F6" ? document.querySelectorAll(".toast :is(a, .text-button)") : [];
    if (!buttons.length) return;
    event.preventDefault();
    if (!document.activeElement.closest(".toasts")) before = document.activeElement;
    buttons[buttons.length - 1].focus();
  });

  /* Sending. */

  function post(address, values, progress) {
    return new Promise(function (resolve) {
      const request = new XMLHttpRequest();
      request.open("POST", address);
      const sent = headers();
      Object.keys(sent).forEach(function (name) { request.setRequestHeader(name, sent[name]); });
      if (progress) ["progress", "load"].forEach(function (kind) { request.upload.addEventListener(kind, progress); });
      request.addEventListener("load", function () {
        let told = {};
        try { told = JSON.parse(request.responseText); } catch (error) { told = {}; }
        resolve({ status: request.status, told: told });
      });
      request.addEventListener("error", function () {
        // The server may have done it all the same: only its answer is lost.
        resolve({ status: 0, told: { error: "Нет связи с сервером: неизвестно, сохранилось ли. Прежде чем повторять, обновите страницу и проверьте." } });
      });
      request.send(values);
    });
  }

  function busy(form, isBusy) {
    form.classList.toggle("is-sending", isBusy);
    form.setAttribute("aria-busy", String(isBusy));
    form.querySelectorAll("button[type=submit]").forEach(function (button) {
      if (isBusy) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    });
    if (isBusy) return;
    form.classList.remove("is-giving");
    hideProgress(form);
  }

  function hideProgress(form) {
    const bar = form.querySelector("[data-progress]");
    if (!bar) return;
    bar.hidden = true;
    const meter = bar.querySelector("progress");
    if (meter) meter.value = 0;
  }

  function showProgress(form) {
    const bar = form.querySelector("[data-progress]");
    if (!bar) return undefined;
    const meter = bar.querySelector("progress");
    const words = bar.querySelector("[data-progress-words]");
    bar.hidden = false;
    return function (event) {
      const isSent = event.type === "load" || (event.lengthComputable && event.loaded >= event.total);
      if (!isSent && !event.lengthComputable) return;
      if (isSent) form.classList.remove("is-giving");
      const part = isSent ? 100 : Math.floor(100 * event.loaded / event.total);
      // How long the check takes nobody knows beforehand, so the meter stops counting.
      if (meter && isSent) meter.removeAttribute("value");
      else if (meter) meter.value = part;
      const sentence = isSent ? "Файл получен. Проверяем строки…" : "Отправляем файл: " + part + "\u00a0%";
      if (words && words.textContent !== sentence) words.textContent = sentence;
    };
  }

  /* How far the server has come with the rows: another request asks while this one waits for its answer. Which work
     that is the tab remembers: whoever leaves the page and comes back, or loads it anew, goes on watching. */
  const REMEMBERED = "vsoko-work";
  let work = remembered();

  function remembered() {
    try { return JSON.parse(window.sessionStorage.getItem(REMEMBERED)); } catch (error) { return null; }
  }

  function remember(one) {
    work = one;
    try {
      if (one) window.sessionStorage.setItem(REMEMBERED, JSON.stringify(one));
      else window.sessionStorage.removeItem(REMEMBERED);
    } catch (error) { /* Then it is known until the page is left. */ }
  }

  function follow(form, values) {
    if (!form.dataset.asksProgress || !form.querySelector("[data-progress]")) return function () {};
    const bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)));
    const number = bytes.map(function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
    values.append("progress", number);
    remember({ number: number, action: form.getAttribute("action") });
    const stop = watch(form, number, function () {}, 800);
    return function () {
      stop();
      if (work && work.number === number) remember(null);
    };
  }

  /* Ask until told to stop. over: called where the server knows of no such work. */
  function watch(form, number, over, patience) {
    const bar = form.querySelector("[data-progress]");
    const meter = bar.querySelector("progress");
    const words = bar.querySelector("[data-progress-words]");
    let isOver = false;
    let timer = window.setTimeout(ask, patience);

    function ask() {
      fetch(form.dataset.asksProgress + "?of=" + number, { headers: { Accept: "application/json" } }).then(function (answer) {
        // A server that is out of breath is asked again; one that knows nothing of it has answered.
        return answer.ok ? answer.json() : answer.status < 500 ? {} : null;
      }).catch(function () { return null; }).then(show);
    }

    function show(told) {
      if (isOver) return;
      if (told && told.words) {
        bar.hidden = false;
        if (meter && told.percent === null) meter.removeAttribute("value");
        else if (meter) meter.value = told.percent;
        if (words && words.textContent !== told.words) words.textContent = told.words;
      } else if (told) over();
      if (!isOver) timer = window.setTimeout(ask, 700);
    }

    return function () { isOver = true; window.clearTimeout(timer); };
  }

  /* A form that has come anew while the work of the one before it goes on. */
  function resume() {
    if (!work || document.querySelector("form.is-sending[data-asks-progress]")) return;
    const forms = Array.from(document.querySelectorAll("form[data-asks-progress]"));
    const form = forms.find(function (each) { return each.getAttribute("action") === work.action; }) || forms[0];
    if (!form || !form.querySelector("[data-progress]")) return;
    const number = work.number;
    busy(form, true);
    const stop = watch(form, number, function () {
      stop();
      busy(form, false);
      // Where the request itself has got its answer, that one leads on.
      if (!work || work.number !== number) return;
      remember(null);
      refresh();
    }, 0);
  }

  new MutationObserver(resume).observe(document.documentElement, { childList: true, subtree: true });

  /* What went wrong stands at the form and at its fields. */

  function clear(form) {
    form.querySelectorAll("[data-field-error]").forEach(function (place) { place.hidden = true; place.textContent = ""; });
    form.querySelectorAll("[aria-invalid]").forEach(function (control) {
      control.removeAttribute("aria-invalid");
      control.removeAttribute("aria-describedby");
    });
    const fault = form.querySelector("[data-form-error]");
    if (fault) { fault.hidden = true; fault.textContent = ""; }
  }

  function tellField(form, name, sentence) {
    const place = form.querySelector('[data-field-error="' + name + '"]');
    const control = form.elements.namedItem(name);
    if (!place) return false;
    place.textContent = sentence;
    place.hidden = false;
    place.id = place.id || "fault-" + name + "-" + Math.random().toString(36).slice(2);
    if (control && control.setAttribute) {
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", place.id);
    }
    return true;
  }

  function tellFaults(form, told) {
    const fields = told.fields || {};
    const untold = Object.keys(fields).filter(function (name) { return !tellField(form, name, fields[name]); });
    const code = told.incident ? " Код: " + told.incident + "." : "";
    const words = [told.error || "Не получилось."].concat(untold.map(function (name) { return fields[name]; })).join(" ") + code;
    const fault = form.querySelector("[data-form-error]");
    if (fault) {
      fault.textContent = words;
      fault.hidden = false;
    } else if (untold.length || !Object.keys(fields).length) {
      toast(words);
    }
    const first = form.querySelector('[aria-invalid="true"]');
    const here = document.activeElement;
    /* Whoever has gone on to another form is not called back from it. */
    const isElsewhere = here && here !== document.body && !form.contains(here);
    if (first && !isElsewhere) first.focus();
    else if (fault) fault.scrollIntoView({ block: "nearest" });
  }

  function signInAgain() {
    if (vsoko.keepsShow && vsoko.keepsShow()) return;
    window.location.assign("/login?next=" + encodeURIComponent(window.location.pathname + window.location.search));
  }

  /* What was typed stays where it is: the person signs in beside the page and sends it again. The token that goes along
     is read when it is sent, so it is the new session's by then. */
  function signInBeside(form) {
    const words = "Сеанс закончился. Введённое осталось здесь: войдите в новой вкладке и отправьте ещё раз.";
    const link = Object.assign(document.createElement("a"), { textContent: "Войти", target: "_blank", rel: "noopener" });
    link.href = "/login?next=" + encodeURIComponent(window.location.pathname + window.location.search);
    const fault = form.querySelector("[data-form-error]");
    fault.replaceChildren(words + " ", link);
    fault.hidden = false;
    link.focus();
  }

  function isTypedIn(form) {
    return form && form.classList.contains("is-changed") && form.querySelector("[data-form-error]");
  }

  /* The page asks for itself anew; the store that sets off its callback is named by the page. What the page wrote
     into the address itself, an opened cell, leads through the router, which asks for the page too: never both. */
  function refresh() {
    const page = document.querySelector(".markup[data-asked]");
    const dash = window.dash_clientside;
    if (!page || !dash || !dash.set_props) {
      window.location.reload();
      return;
    }
    const here = document.activeElement && document.activeElement.closest("[id]");
    vsoko.focusAfter = here ? here.id : "";
    if (isAddressRewritten()) window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    else dash.set_props(page.dataset.asked, { data: Date.now() });
  }

  function isAddressRewritten() {
    const api = window.dash_component_api;
    const known = api && api.getLayout && api.getLayout("_pages_location");
    return Boolean(known && known.props) && known.props.search !== window.location.search;
  }

  /* The keyboard goes on where it was, though the element there is another one now. */
  function replaceAll(places) {
    Object.entries(places).forEach(function (each) {
      const place = document.getElementById(each[0]);
      if (!place) return;
      const last = place.contains(document.activeElement) ? document.activeElement : null;
      place.innerHTML = each[1];
      if (last) (last.id && document.getElementById(last.id) || place).focus({ preventScroll: true });
    });
  }

  /* isLeft: the person has gone on to another page meanwhile and is not to be called back from it. */
  function settle(form, answer, isLeft) {
    const told = answer.told;
    if (answer.status === 401) return isTypedIn(form) ? signInBeside(form) : signInAgain();
    if (answer.status === 409 && !told.panel) {
      vsoko.sayStale(told.error);
      return undefined;
    }
    if (told.panel) vsoko.showPanel(told.panel);
    if (answer.status !== 200) {
      if (told.panel) return undefined;
      if (form && !isLeft) tellFaults(form, told);
      else toast(told.error || "Не получилось.");
      return undefined;
    }
    if (form) form.classList.remove("is-changed");
    replaceAll(told.replace || {});
    if (told.close) vsoko.hidePanel();
    if (told.toast) toast(told.toast, told.undo, told.leads);
    if (told.go && isLeft) toast("Файл проверен, ещё не внесён", null, { href: told.go, words: "Посмотреть" });
    else if (told.go) vsoko.go(told.go);
    else if (told.refresh) refresh();
    return undefined;
  }

  function send(form, submitter) {
    if (form.classList.contains("is-sending")) return;
    clear(form);
    const values = new FormData(form, submitter && submitter.name ? submitter : null);
    const progress = form.hasAttribute("data-shows-progress") ? showProgress(form) : undefined;
    const leave = follow(form, values);
    const place = window.location.pathname;
    busy(form, true);
    if (progress) form.classList.add("is-giving");
    post(form.getAttribute("action"), values, progress).then(function (answer) {
      leave();
      busy(form, false);
      // Whoever left and came back has another form before them: what is written into this one nobody sees.
      const isLeft = window.location.pathname !== place || !form.isConnected;
      settle(form, answer, form.hasAttribute("data-asks-progress") && isLeft);
      form.dispatchEvent(new CustomEvent("vsoko-sent", { bubbles: true, detail: answer }));
    });
  }

  /* A question before something that is not easily taken back. */

  function confirmed(question, words, act) {
    const box = document.createElement("dialog");
    box.className = "question";
    const text = Object.assign(document.createElement("p"), { textContent: question, id: "question-words" });
    box.setAttribute("aria-labelledby", "question-words");
    const yes = Object.assign(document.createElement("button"), { type: "button", textContent: words, className: "button is-main" });
    const no = Object.assign(document.createElement("button"), { type: "button", textContent: "Не надо", className: "button" });
    const row = Object.assign(document.createElement("div"), { className: "actions" });
    yes.addEventListener("click", function () { box.close(); act(); });
    no.addEventListener("click", function () { box.close(); });
    box.addEventListener("close", function () { box.remove(); });
    row.append(yes, no);
    box.append(text, row);
    document.body.appendChild(box);
    box.showModal();
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.hasAttribute("data-sends")) return;
    event.preventDefault();
    const submitter = event.submitter;
    const asks = (submitter && submitter.dataset.confirms) || form.dataset.confirms;
    if (!asks) return send(form, submitter);
    confirmed(asks, submitter ? submitter.textContent : "Да", function () { send(form, submitter); });
    return undefined;
  });

  document.addEventListener("input", function (event) {
    const form = event.target.closest("form[data-sends]");
    if (form && !form.hasAttribute("data-sends-on-change")) form.classList.add("is-changed");
  });

  /* A file or a choice that is sent as soon as it is made. */
  document.addEventListener("change", function (event) {
    const form = event.target.closest("form[data-sends-on-change]");
    if (form) send(form, null);
  });

  /* What was typed and not sent, and a file that is half sent, is not lost by accident. */
  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("form.is-changed[data-guards], form.is-giving")) event.preventDefault();
  });

  Object.assign(vsoko, { toast: toast, ask: confirmed, post: post, settle: settle, refresh: refresh, stamp: stamp, token: function () { return cookie("_csrf_token"); } });
})();
