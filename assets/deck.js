/* The show of a meeting: all its slides are on the page, one of them is seen. Keys, fingers and the second window lead
   through them; nothing is asked of the server on the way, so there is nothing to wait for.
   Letters are told by what they write, under a Latin and a Russian layout; «b» by its place on the keyboard too. */
(function () {
  "use strict";

  const RETURN = "vsoko-deck-return";
  const LETTERS = {
    p: "why", "п": "why", r: "decision", "р": "decision", "к": "decision", i: "names", "ш": "names",
    o: "overview", "о": "overview", "щ": "overview", n: "notes", "з": "notes", "т": "notes",
    b: "black", "и": "black", ".": "black", w: "white", "ц": "white", f: "full", "а": "full", "?": "help",
  };
  const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
  const SWIPE = 50; // pixels that are no slip of the finger
  const EDGE = 0.22; // part of the width where a tap turns the page

  let deck = null; // the main element while the show is on
  let screens = [];
  let at = 0;
  let cursor = -1; // the row that Enter and «Почему?» mean
  let typed = "";
  let typing = 0;
  let channel = null;
  let hasAsked = false; // full screen is offered once; whoever left it is left in peace

  function current() { return screens[at]; }

  function number(name) { return Number(new URLSearchParams(window.location.search).get(name)) || 1; }

  /* On and off the page */

  function arrive(main) {
    const isSame = deck && deck.dataset.deck === main.dataset.deck;
    const cover = isSame ? deck.dataset.cover : "";
    deck = main;
    deck.dataset.ready = "1";
    screens = Array.from(deck.querySelectorAll(".deck-screen"));
    document.documentElement.classList.add("is-shown");
    window.sessionStorage.removeItem(RETURN);
    removeReturn();
    if (!isSame) listen();
    fit();
    if (cover) deck.dataset.cover = cover;
    const wanted = screens.findIndex(function (one) {
      return Number(one.dataset.position) === number("slide") && Number(one.dataset.part) === number("part");
    });
    const slide = screens.findIndex(function (one) { return Number(one.dataset.position) === number("slide"); });
    show(wanted >= 0 ? wanted : Math.max(slide, 0));
    if (document.activeElement === document.body) deck.focus({ preventScroll: true });
    if (navigator.userActivation && navigator.userActivation.isActive) fill();
  }

  function leave() {
    deck = null;
    screens = [];
    document.documentElement.classList.remove("is-shown");
    if (channel) channel.close();
    channel = null;
  }

  function look() {
    const main = document.querySelector("main.deck");
    if (main && !main.dataset.ready) arrive(main);
    else if (!main && deck) leave();
    if (!main) offerReturn();
    const notes = document.querySelector("main.deck-notes:not([data-ready])");
    if (notes) readNotes(notes);
  }

  function fill() {
    if (hasAsked || document.fullscreenElement || !document.documentElement.requestFullscreen) return;
    hasAsked = true;
    document.documentElement.requestFullscreen().catch(function () { /* the window is enough */ });
  }

  /* One screen */

  function show(place) {
    screens.forEach(function (one, index) { one.classList.toggle("is-current", index === place); });
    at = place;
    point(-1);
    const one = current();
    const part = one.dataset.part === "1" ? "" : "&part=" + one.dataset.part;
    window.history.replaceState(window.history.state, "", deck.dataset.address + "&slide=" + one.dataset.position + part);
    one.scrollTop = 0;
    say(one.dataset.heard);
    tellOthers();
  }

  function say(words) { deck.querySelector("[data-deck-told]").textContent = words; }

  function step(by) {
    uncover();
    const next = at + by;
    if (next >= 0 && next < screens.length) show(next);
  }

  function goTo(position) {
    const found = screens.findIndex(function (one) { return Number(one.dataset.position) === position; });
    if (found >= 0) { uncover(); show(found); }
  }

  function cover(kind) {
    if (deck.dataset.cover === kind) { uncover(); return; }
    deck.dataset.cover = kind;
    say(kind === "black" ? "Экран чёрный" : "Экран белый");
  }

  function uncover() {
    if (!deck.dataset.cover) return false;
    delete deck.dataset.cover;
    say(current().dataset.heard);
    return true;
  }

  /* Rows of the slide: schools to be opened, values to be asked about */

  function rows() {
    return Array.from(current().querySelectorAll("tbody tr, .drawn a, .drawn [data-opens-panel]")).filter(function (row) {
      return row.matches("a, [data-opens-panel]") || row.querySelector("a[href], [data-opens-panel]");
    });
  }

  function point(place) {
    deck.querySelectorAll(".is-cursor").forEach(function (one) { one.classList.remove("is-cursor"); });
    const row = place < 0 ? null : rows()[place];
    cursor = row ? place : -1;
    if (!row) return;
    row.classList.add("is-cursor");
    const stop = row.matches("a") ? row : row.querySelector("a[href], [data-opens-panel]");
    if (stop) stop.focus({ preventScroll: true });
  }

  function move(by) {
    const all = rows();
    if (all.length) point(cursor < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(cursor + by, 0), all.length - 1));
  }

  function drill() {
    if (cursor < 0) { move(1); return; }
    const row = rows()[cursor];
    const link = row.matches("a") ? row : row.querySelector("a[href]");
    if (link) link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  }

  /* A mark of a plot leads to its school, and names the panel that explains its value besides. */
  function whyOfMark() {
    const all = rows();
    const focused = document.activeElement && document.activeElement.closest(".drawn a");
    const mark = cursor >= 0 ? all[cursor] : focused || all[0];
    const address = mark && mark.matches(".drawn a") ? mark.dataset.why : "";
    if (!address) return false;
    point(all.indexOf(mark));
    window.vsoko.openPanel(address);
    return true;
  }

  function why() {
    if (whyOfMark()) return;
    const focused = document.activeElement && document.activeElement.closest("tbody tr");
    const row = cursor >= 0 ? rows()[cursor] : focused;
    const button = row && row.querySelector("[data-opens-panel]") || current().querySelector("[data-opens-panel]");
    if (button) button.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    else window.vsoko.toast(deck.dataset.noWhy);
  }

  function ofSlide(selector) {
    return deck.querySelector("[data-of-slide='" + current().dataset.id + "'] " + selector);
  }

  function panel(selector, otherwise) {
    const held = selector === "help" ? deck.querySelector("[data-deck-panel=help]") : ofSlide("[data-deck-panel=" + selector + "]");
    if (held) window.vsoko.showPanel(held.innerHTML);
    else if (otherwise) window.vsoko.toast(otherwise);
  }

  /* Named: the slide shows it, the list has done its work. */
  document.addEventListener("vsoko-sent", function (event) {
    if (deck && event.target.hasAttribute("data-reveals") && event.detail.status === 200) window.vsoko.hidePanel();
  });

  function decide() {
    const button = ofSlide("[data-opens-panel]");
    if (button) button.click();
  }

  /* On a phone held upright a slide is read: its rows take the form that rows of a page have there. */
  const upright = window.matchMedia("(max-width: 720px) and (orientation: portrait)");
  function fit() {
    if (!deck) return;
    const isRead = upright.matches && !deck.classList.contains("is-overview");
    deck.querySelectorAll(".slide-body").forEach(function (one) { one.classList.toggle("figure", isRead); });
  }
  upright.addEventListener("change", fit);

  /* All of them in small */

  function overview(isOn) {
    deck.classList.toggle("is-overview", isOn);
    fit();
    screens.forEach(function (one) {
      const slide = one.querySelector(".slide");
      if (slide) slide.inert = isOn;
    });
    if (isOn) {
      say("Все слайды");
      pickOf(screens.findIndex(function (one) { return one.dataset.id === current().dataset.id; })).focus();
      current().scrollIntoView({ block: "nearest" });
    } else {
      deck.focus({ preventScroll: true });
      say(current().dataset.heard);
    }
  }

  function pickOf(place) { return screens[place].querySelector(".deck-pick"); }

  function walkOverview(key) {
    const picks = Array.from(deck.querySelectorAll(".deck-screen:not(.is-further) .deck-pick"));
    const top = picks[0].getBoundingClientRect().top;
    const across = picks.filter(function (one) { return Math.abs(one.getBoundingClientRect().top - top) < 4; }).length;
    const now = Math.max(picks.indexOf(document.activeElement), 0);
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, ArrowDown: now + across, ArrowUp: now - across, PageDown: now + 1, PageUp: now - 1, Home: 0, End: picks.length - 1 }[key];
    if (to === undefined) return false;
    const next = picks[Math.min(Math.max(to, 0), picks.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  /* Keys */

  function type(digit) {
    typed = (typed + digit).slice(-3);
    const box = deck.querySelector(".deck-typed");
    box.textContent = typed;
    box.hidden = false;
    window.clearTimeout(typing);
    typing = window.setTimeout(forget, 3000);
  }

  function forget() {
    typed = "";
    window.clearTimeout(typing);
    if (deck) deck.querySelector(".deck-typed").hidden = true;
  }

  function act(name) {
    if (name === "previous") step(-1);
    else if (name === "next") step(1);
    else if (name === "overview") overview(!deck.classList.contains("is-overview"));
    else if (name === "why") why();
    else if (name === "decision") decide();
    else if (name === "names") panel("names", deck.dataset.noNames);
    else if (name === "help") panel("help");
    else if (name === "notes") openNotes();
    else if (name === "black" || name === "white") cover(name);
    else if (name === "full") toggleFull();
  }

  function toggleFull() {
    hasAsked = true;
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen().catch(function () {});
  }

  function isBusy(event) {
    return event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") ||
      event.target.closest && event.target.closest("input, textarea, select, [contenteditable=true]");
  }

  function isPressed(event) {
    return event.target.closest && event.target.closest("button, a[href], summary") && deck.contains(event.target);
  }

  document.addEventListener("keydown", function (event) {
    if (!deck) { returns(event); return; }
    if (isBusy(event)) return;
    if (took(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  function took(event) {
    const key = event.key;
    if (key === "Escape") return escape();
    if (deck.classList.contains("is-overview")) {
      if (LETTERS[key.toLowerCase()] !== "overview") return walkOverview(key);
      overview(false);
      return true;
    }
    if (key === "Enter" && typed) { goTo(Number(typed)); forget(); return true; }
    if (key >= "0" && key <= "9" && key.length === 1) { type(key); return true; }
    if (key in STEPS) { fill(); step(STEPS[key]); return true; }
    if (key === "Home" || key === "End") { uncover(); show(key === "Home" ? 0 : screens.length - 1); return true; }
    if (key === "ArrowDown" || key === "ArrowUp") { move(key === "ArrowDown" ? 1 : -1); return true; }
    if (key === " " && !isPressed(event)) { fill(); step(event.shiftKey ? -1 : 1); return true; }
    if (key === "Enter" && (cursor >= 0 || !isPressed(event))) { drill(); return true; }
    const name = event.code === "KeyB" ? "black" : LETTERS[key.toLowerCase()];
    if (!name || event.repeat) return false;
    act(name);
    return true;
  }

  function escape() {
    if (typed) { forget(); return true; }
    if (uncover()) return true;
    if (cursor >= 0) { point(-1); deck.focus({ preventScroll: true }); return true; }
    overview(!deck.classList.contains("is-overview"));
    return true;
  }

  /* Pointer and fingers */

  let hiding = 0;
  function showBar() {
    deck.classList.add("has-pointer");
    window.clearTimeout(hiding);
    hiding = window.setTimeout(function () { if (deck) deck.classList.remove("has-pointer"); }, 2500);
  }

  document.addEventListener("pointermove", function (event) { if (deck && event.pointerType !== "touch") showBar(); });

  let touch = null;
  document.addEventListener("touchstart", function (event) {
    touch = deck && event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY, at: Date.now() } : null;
  }, { passive: true });
  document.addEventListener("touchend", function (event) {
    if (!touch || !deck || document.querySelector("dialog[open]") || deck.classList.contains("is-overview")) return;
    const end = event.changedTouches[0];
    const across = end.clientX - touch.x;
    const down = end.clientY - touch.y;
    const isTap = Math.abs(across) < 10 && Math.abs(down) < 10 && Date.now() - touch.at < 400;
    touch = null;
    if (Math.abs(across) > SWIPE && Math.abs(across) > 1.5 * Math.abs(down)) step(across < 0 ? 1 : -1);
    else if (isTap && !event.target.closest("a, button, summary, [tabindex='0']")) tap(end.clientX / window.innerWidth);
  });

  function tap(share) {
    if (uncover()) return;
    if (share < EDGE) step(-1);
    else if (share > 1 - EDGE) step(1);
    else showBar();
  }

  document.addEventListener("click", function (event) {
    if (!deck || !deck.contains(event.target)) return;
    if (deck.dataset.cover) uncover();
    const pick = event.target.closest("[data-goes]");
    const does = event.target.closest("[data-does]");
    if (pick) { overview(false); show(Number(pick.dataset.goes)); }
    if (does) act(does.dataset.does);
    /* From a school one comes back to the slide from which it was opened. */
    const link = event.target.closest(".deck-stage a[href]");
    if (link) window.sessionStorage.setItem(RETURN, JSON.stringify({ address: window.location.pathname + window.location.search, slide: current().dataset.position }));
  }, true);

  /* The way back from a school */

  function kept() {
    try { return JSON.parse(window.sessionStorage.getItem(RETURN) || "null"); } catch (error) { return null; }
  }

  function removeReturn() {
    document.querySelectorAll(".deck-return").forEach(function (one) { one.remove(); });
  }

  function offerReturn() {
    const back = kept();
    if (!back || document.querySelector(".deck-return") || !document.querySelector("main:not(.deck-notes)")) return;
    const box = document.createElement("div");
    box.className = "deck-return";
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button is-main", textContent: "К слайду " + back.slide });
    button.setAttribute("aria-keyshortcuts", "Backspace");
    button.title = "Клавиша Backspace";
    button.addEventListener("click", goBack);
    const close = Object.assign(document.createElement("button"), { type: "button", className: "deck-return-close" });
    close.setAttribute("aria-label", "Не возвращаться к показу");
    close.addEventListener("click", function () { window.sessionStorage.removeItem(RETURN); removeReturn(); });
    box.append(button, close);
    document.body.append(box);
  }

  function goBack() {
    const back = kept();
    removeReturn();
    if (back) window.vsoko.go(back.address);
  }

  function returns(event) {
    if (event.key !== "Backspace" || isBusy(event) || !document.querySelector(".deck-return")) return;
    event.preventDefault();
    goBack();
  }

  /* The second window. Both speak through a channel of this browser; the server hears nothing of it. */

  function startedAt(id) {
    const name = "vsoko-deck-started-" + id;
    const known = Number(window.sessionStorage.getItem(name));
    if (!known) window.sessionStorage.setItem(name, String(Date.now()));
    return known || Date.now();
  }

  function open(id) { return "BroadcastChannel" in window ? new BroadcastChannel("vsoko-deck-" + id) : null; }

  function listen() {
    if (channel) channel.close();
    channel = open(deck.dataset.deck);
    if (!channel) return;
    channel.onmessage = function (event) {
      if (!deck) return;
      const told = event.data;
      if (told.asks) tellOthers();
      if (told.step) step(told.step);
      if (told.restart) {
        window.sessionStorage.setItem("vsoko-deck-started-" + deck.dataset.deck, String(Date.now()));
        tellOthers();
      }
    };
  }

  function tellOthers() {
    if (channel) channel.postMessage({ position: Number(current().dataset.position), started: startedAt(deck.dataset.deck) });
  }

  function openNotes() {
    const address = deck.dataset.notes + "&slide=" + current().dataset.position;
    window.open(address, "vsoko-notes", "popup,width=960,height=720");
  }

  let notes = null;
  let notesChannel = null;
  let started = 0;
  let ticking = 0;

  function readNotes(main) {
    notes = main;
    notes.dataset.ready = "1";
    if (notesChannel) notesChannel.close();
    notesChannel = open(notes.dataset.notesOf);
    let isHeard = false;
    if (notesChannel) {
      notesChannel.onmessage = function (event) {
        if (!event.data.position) return;
        isHeard = true;
        notes.querySelector("[data-alone]").hidden = true;
        started = event.data.started;
        turnNotes(event.data.position);
        tick();
      };
      notesChannel.postMessage({ asks: true });
    }
    window.setTimeout(function () { if (!isHeard && notes) notes.querySelector("[data-alone]").hidden = false; }, 1500);
    window.clearInterval(ticking);
    ticking = window.setInterval(tick, 1000);
    tick();
  }

  function turnNotes(position) {
    notes.querySelectorAll(".notes-slide").forEach(function (one) { one.hidden = Number(one.dataset.position) !== position; });
  }

  function two(value) { return String(value).padStart(2, "0"); }

  function tick() {
    if (!notes || !notes.isConnected) { window.clearInterval(ticking); return; }
    const now = new Date();
    notes.querySelector("[data-clock]").textContent = two(now.getHours()) + ":" + two(now.getMinutes());
    if (!started) return;
    const seconds = Math.max(Math.floor((Date.now() - started) / 1000), 0);
    const hours = Math.floor(seconds / 3600);
    const words = (hours ? hours + ":" + two(Math.floor(seconds / 60) % 60) : Math.floor(seconds / 60)) + ":" + two(seconds % 60);
    notes.querySelector("[data-elapsed]").textContent = notes.dataset.elapsedWords + "\u00a0" + words;
  }

  function ask(by) {
    if (!notesChannel) return;
    notesChannel.postMessage({ step: by });
  }

  document.addEventListener("click", function (event) {
    if (!notes || !notes.isConnected) return;
    const steps = event.target.closest("[data-steps]");
    if (steps) ask(Number(steps.dataset.steps));
    if (event.target.closest("[data-restarts]") && notesChannel) notesChannel.postMessage({ restart: true });
  });

  document.addEventListener("keydown", function (event) {
    if (!notes || !notes.isConnected || isBusy(event)) return;
    if (event.key in STEPS) { event.preventDefault(); ask(STEPS[event.key]); }
  });

  /* A session that ended does not take the slide from the wall: what needs one says so. */
  function keepsShow() {
    if (!deck) return false;
    const one = current();
    window.history.replaceState(window.history.state, "", deck.dataset.address + "&slide=" + one.dataset.position);
    if (document.querySelector(".toast[data-lost]")) return true;
    window.vsoko.toast(deck.dataset.lost);
    const toasts = document.querySelectorAll(".toast");
    const box = toasts[toasts.length - 1];
    box.dataset.lost = "1";
    const link = Object.assign(document.createElement("a"), { textContent: "Войти", target: "_blank", rel: "noopener" });
    link.href = "/login?next=" + encodeURIComponent(deck.dataset.agendaPage);
    box.append(link);
    return true;
  }

  window.vsoko = Object.assign(window.vsoko || {}, { keepsShow: keepsShow });
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  look();
})();
