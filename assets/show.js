/* «Показ»: any figure of the page on the whole screen, F; arrows and PageDown/PageUp lead through all of them, T shows
   the table, Esc leads back. A figure of more rows than fit is shown in parts by the same arrows.
   Keys are told by their place (event.code), so that they work under a Russian layout too. */
(function () {
  "use strict";

  const MOST_ROWS = 15;
  const HEIGHT = 720;
  const WIDTH = 1280;
  const OPENS = new Set(["ф", "п"]);
  const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

  let stage = null; // the dialog while something is shown
  let place = 0; // which figure
  let part = 0; // which part of it
  let parts = [null]; // [{rows: [from, to], columns: [from, to]}], null where all of it fits
  let asTable = false;
  let before = null; // where the keyboard was
  let drawing = 0;

  function cards() {
    return Array.from(document.querySelectorAll("[data-figure-card]")).filter(function (card) { return card.offsetParent || stage; });
  }

  function isTyping(target) {
    return target.closest && target.closest("input, textarea, select, [contenteditable=true]");
  }

  /* Which figure is meant: the one with the keyboard in it, else the first on the screen, else the first. */
  function meant() {
    const all = cards();
    const inside = all.find(function (card) { return card.contains(document.activeElement); });
    const onScreen = all.find(function (card) {
      const box = card.getBoundingClientRect();
      return box.bottom > 120 && box.top < window.innerHeight - 120;
    });
    return inside || onScreen || all[0];
  }

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function button(name, words) {
    const made = element("button", "show-button", words);
    made.type = "button";
    made.dataset.show = name;
    return made;
  }

  function open(card) {
    before = document.activeElement;
    stage = element("div", "show");
    stage.setAttribute("role", "dialog");
    stage.setAttribute("aria-modal", "true");
    stage.setAttribute("aria-label", "Показ");
    stage.tabIndex = -1;
    const slide = element("div", "show-slide slide");
    const bar = element("div", "show-bar");
    bar.append(button("previous", "Назад"), button("next", "Дальше"), button("table", "Таблица"), button("close", "Закрыть"));
    const told = element("p", "unseen show-told");
    told.setAttribute("role", "status");
    stage.append(slide, bar, told);
    document.body.appendChild(stage);
    Array.from(document.body.children).forEach(function (one) {
      if (one !== stage && !one.classList.contains("toasts")) one.inert = true;
    });
    document.documentElement.classList.add("is-shown");
    place = Math.max(cards().indexOf(card), 0);
    asTable = false;
    stage.focus();
    if (stage.requestFullscreen) stage.requestFullscreen().catch(function () { /* the window is enough */ });
    render(0);
  }

  function close() {
    if (!stage) return;
    const shown = cards()[place];
    stage.remove();
    stage = null;
    Array.from(document.body.children).forEach(function (one) { one.inert = false; });
    document.documentElement.classList.remove("is-shown");
    if (document.fullscreenElement) document.exitFullscreen();
    /* Back to where the keyboard was, or to the figure that was shown last. */
    const back = shown && !(before && shown.contains(before)) ? shown.querySelector(".shows-figure") : before;
    if (back && back.isConnected && back !== document.body) back.focus();
    else if (shown) shown.querySelector(".shows-figure").focus();
  }

  /* What is on the slide */

  function render(wanted) {
    const card = cards()[place];
    if (!card) { close(); return; }
    drawing += 1;
    const slide = stage.querySelector(".show-slide");
    slide.replaceChildren();
    slide.className = "show-slide slide";
    const plot = card.querySelector(".figure-body > .plot");
    if (plot && !asTable) {
      parts = [null];
      part = 0;
      drawPlot(card, slide);
    } else {
      writeRows(card, slide);
      part = wanted === "last" ? parts.length - 1 : Math.min(wanted, parts.length - 1);
      cut(slide, parts[part]);
    }
    tell(card);
    if (slide.querySelector(".show-body")) { keepDrawn(slide); spread(slide); }
  }

  /* The picture of a plot has headline, subtitle and foot in it, and names that were kept apart at this size. */
  function drawPlot(card, slide) {
    slide.classList.add("is-plot");
    const turn = drawing;
    const where = element("div", "show-plot");
    where.setAttribute("role", "img");
    where.setAttribute("aria-label", card.querySelector("figcaption").textContent);
    slide.append(element("h2", "unseen", card.querySelector(".figure-title").textContent), where);
    slide.append(where);
    window.vsoko.plots.library(card.dataset.library).then(function (Plotly) {
      if (!stage || turn !== drawing) return;
      const figure = JSON.parse(card.dataset.picture);
      const factor = Math.min(window.innerHeight / HEIGHT, window.innerWidth / WIDTH);
      const larger = window.vsoko.plots.scaled(figure, factor);
      const layout = Object.assign({}, larger.layout, { width: window.innerWidth, height: window.innerHeight, hovermode: false });
      Plotly.newPlot(where, larger.data, layout, Object.assign({}, window.vsoko.plots.settings, { staticPlot: true }));
    }, function () { where.append(element("p", "show-failed", "Диаграмма не загрузилась. Нажмите T: её строки есть в таблице")); });
    slide.append(count("show-count is-over"));
  }

  function writeRows(card, slide) {
    slide.append(element("h2", "show-headline", card.querySelector(".figure-title").textContent));
    const subtitle = card.querySelector(".figure-subtitle");
    if (subtitle) slide.append(element("p", "show-subtitle", subtitle.textContent));
    const legend = card.querySelector(".figure-above .legend");
    if (legend && !asTable) {
      const copy = legend.cloneNode(true);
      copy.hidden = false;
      slide.append(copy);
    }
    const body = element("div", "show-body");
    const source = card.querySelector(asTable ? "[data-figure-table] table" : "[data-figure-body] table");
    const table = source.cloneNode(true);
    table.querySelectorAll("[id]").forEach(function (one) { one.removeAttribute("id"); });
    body.append(table);
    const foot = element("div", "show-foot");
    const note = card.querySelector(".figure-note");
    const words = [note && note.textContent, card.querySelector(".figure-source").textContent].filter(Boolean).join(" ");
    const told = count("show-count");
    /* As wide as it will be: a foot that grew a line later would cover the last row. */
    told.textContent = table.matches(".heat, .figure-rows") ? "00–00 из 00 · столбцы 0–0 из 0 · 00 / 00" : "00–00 из 00 · 00 / 00";
    foot.append(element("span", "", words), told);
    slide.append(body, foot);
    parts = divide(body, table);
  }

  function count(className) {
    return element("span", className);
  }

  function rowsOf(table) {
    return Array.from(table.querySelectorAll("tbody tr:not(.group-row)"));
  }

  /* Parts of at most 15 rows, fewer where they are not all seen; of a wide matrix also as many columns as are seen. */
  function divide(body, table) {
    const rows = rowsOf(table).length;
    const columns = table.matches(".heat, .figure-rows") ? table.querySelectorAll("thead th").length - 1 : 0;
    let across = columns;
    while (across > 2) {
      cut(table, { rows: [0, Math.min(rows, MOST_ROWS)], columns: [0, across] });
      if (body.scrollWidth <= body.clientWidth + 1) break;
      across -= 1;
    }
    let down = Math.min(rows, MOST_ROWS);
    while (down > 1) {
      if (fits(body, table, rows, down, across)) break;
      down -= 1;
    }
    return grid(table, rows, down, columns, across);
  }

  function fits(body, table, rows, down, across) {
    return spans(table, down).every(function (span) {
      cut(table, { rows: span, columns: [0, across] });
      return body.scrollHeight <= body.clientHeight + 1;
    });
  }

  /* Where parts of the rows begin and end: a group that fits stays in one part, a larger one is cut evenly. */
  function spans(table, most) {
    const made = [];
    let from = 0;
    let held = 0; // rows of the part that is being filled
    function finish(rows) {
      made.push([from, from + rows]);
      from += rows;
    }
    Array.from(table.querySelectorAll("tbody")).forEach(function (group) {
      let size = group.querySelectorAll("tr:not(.group-row)").length;
      if (held && held + size > most) { finish(held); held = 0; }
      const even = Math.ceil(size / Math.ceil(size / most));
      while (size > most) { finish(even); size -= even; }
      held += size;
    });
    if (held || !made.length) finish(held);
    return made;
  }

  function grid(table, rows, down, columns, across) {
    const made = [];
    spans(table, Math.max(down, 1)).forEach(function (span) {
      for (let left = 0; left < Math.max(columns, 1); left += Math.max(across, 1)) {
        made.push({ rows: span, columns: [left, Math.min(left + across, columns)], all: rows, allColumns: columns });
      }
    });
    return made;
  }

  function cut(root, one) {
    const table = root.matches("table") ? root : root.querySelector("table");
    if (!one || !table) return;
    rowsOf(table).forEach(function (row, at) { row.hidden = at < one.rows[0] || at >= one.rows[1]; });
    table.querySelectorAll("tbody").forEach(function (group) {
      const head = group.querySelector(".group-row");
      if (head) head.hidden = !group.querySelector("tr:not(.group-row):not([hidden])");
    });
    if (!one.columns[1]) return;
    table.querySelectorAll("tr:not(.group-row)").forEach(function (row) {
      Array.from(row.children).slice(1).forEach(function (cell, at) {
        cell.hidden = at < one.columns[0] || at >= one.columns[1];
      });
    });
  }

  /* Of the legend what is on this part: a mark that no row has explains nothing. */
  const DRAWN_AS = {
    "sample-target": ".own-target, .target-mark", "sample-district": ".district-tick, .beside-tick", "sample-cluster": ".cluster-tick",
    "sample-quartiles": ".quartiles", "before-dot": ".before-dot",
  };

  function keepDrawn(slide) {
    const body = slide.querySelector(".show-body");
    slide.querySelectorAll(".legend > span").forEach(function (entry) {
      const names = Array.from(entry.firstElementChild.classList);
      const sample = names.find(function (name) { return DRAWN_AS[name] || /^(mark|tint)-/.test(name); });
      if (!sample) return;
      const drawn = Array.from(body.querySelectorAll(DRAWN_AS[sample] || "." + sample));
      entry.hidden = !drawn.some(function (one) { return one.getClientRects().length; });
    });
  }

  /* Few rows take the height that is there, so that no part of the slide stands empty; at most half as much again. */
  function spread(slide) {
    const table = slide.querySelector(".show-body .row-chart:not(.heat)");
    if (!table || asTable) return;
    const body = slide.querySelector(".show-body");
    const rows = rowsOf(table).filter(function (row) { return !row.hidden; });
    const lane = rows.length ? Math.min.apply(null, rows.map(function (row) { return row.offsetHeight; })) : 0;
    const free = body.clientHeight - table.offsetHeight;
    if (!lane || free <= 0) return;
    table.style.setProperty("--lane", Math.floor(lane + Math.min(free / rows.length, lane / 2)) + "px");
    if (body.scrollHeight > body.clientHeight + 1) table.style.removeProperty("--lane");
  }

  function tell(card) {
    const all = cards().length;
    const one = parts[part];
    const shown = [];
    if (one && one.rows[1] - one.rows[0] < one.all) shown.push(one.rows[0] + 1 + "–" + one.rows[1] + " из " + one.all);
    if (one && one.allColumns && one.columns[1] - one.columns[0] < one.allColumns) {
      shown.push("столбцы " + (one.columns[0] + 1) + "–" + one.columns[1] + " из " + one.allColumns);
    }
    const where = place + 1 + " / " + all;
    stage.querySelector(".show-count").textContent = shown.concat(where).join(" · ");
    stage.querySelector(".show-told").textContent = "Диаграмма " + (place + 1) + " из " + all + ". " +
      card.querySelector(".figure-title").textContent.replace(/\.$/, "") + ". " + shown.join(", ") + (asTable ? " Таблица." : "");
    stage.querySelector("[data-show=table]").textContent = asTable ? "Диаграмма" : "Таблица";
  }

  /* Ways through */

  function step(by) {
    if (part + by >= 0 && part + by < parts.length) { render(part + by); return; }
    const next = place + by;
    if (next < 0 || next >= cards().length) return;
    place = next;
    asTable = false;
    render(by > 0 ? 0 : "last");
  }

  function go(to) {
    place = to < 0 ? cards().length - 1 : to;
    asTable = false;
    render(to < 0 ? "last" : 0);
  }

  function act(name) {
    if (name === "previous") step(-1);
    if (name === "next") step(1);
    if (name === "close") close();
    if (name === "table") { asTable = !asTable; render(0); }
  }

  document.addEventListener("click", function (event) {
    const opens = event.target.closest("[data-shows-figure]");
    if (opens) { open(document.getElementById(opens.dataset.showsFigure)); return; }
    if (!stage || !stage.contains(event.target)) return;
    const does = event.target.closest("[data-show]");
    if (does) act(does.dataset.show);
    else if (event.target.closest("a[href]")) close();
  }, true);

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat && !stage) return;
    if (stage) { shown(event); return; }
    if (event.code !== "KeyF" && !OPENS.has(event.key.toLowerCase())) return;
    if (isTyping(event.target) || document.querySelector("[aria-modal=true]:not([hidden])")) return;
    const card = meant();
    if (!card) return;
    event.preventDefault();
    open(card);
  });

  function shown(event) {
    const key = event.key.toLowerCase();
    if (event.key in STEPS) step(STEPS[event.key]);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(-1);
    else if (event.key === "Escape" || event.code === "KeyF" || OPENS.has(key)) close();
    else if (event.code === "KeyT" || key === "т") act("table");
    else if (event.key === "Tab") { keepInside(event); return; } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function keepInside(event) {
    const stops = Array.from(stage.querySelectorAll("a[href], button")).filter(function (one) { return one.offsetParent; });
    if (!stops.length) return;
    const now = stops.indexOf(document.activeElement);
    const next = event.shiftKey ? (now <= 0 ? stops.length - 1 : now - 1) : (now + 1) % stops.length;
    event.preventDefault();
    stops[next].focus();
  }

  /* The buttons are for hands without a keyboard: they come with the pointer and go. */
  let hiding = 0;
  document.addEventListener("pointermove", function () {
    if (!stage) return;
    stage.classList.add("has-pointer");
    window.clearTimeout(hiding);
    hiding = window.setTimeout(function () { if (stage) stage.classList.remove("has-pointer"); }, 2000);
  });

  document.addEventListener("fullscreenchange", function () {
    if (!stage) return;
    /* Esc takes the browser out of full screen without telling the page of the key. */
    if (document.fullscreenElement) { stage.dataset.wasFull = "1"; render(part); } else if (stage.dataset.wasFull) close();
  });
  window.addEventListener("resize", function () { if (stage) render(part); });
  window.addEventListener("popstate", close);

  window.vsoko = Object.assign(window.vsoko || {}, { show: { open: open, close: close } });
})();
