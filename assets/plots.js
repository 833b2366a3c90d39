/* Charts of two axes: drawn where a `.plot[data-figure]` appears, in the size of its place, again when that changes.
   The library comes from our own server when the first plot is seen; a page without plots loads nothing of it. */
(function () {
  "use strict";

  const SETTINGS = { displayModeBar: false, responsive: false, doubleClick: false, scrollZoom: false, locale: "ru" };
  const NARROW = 400; // of two plots side by side on a desk each is wider
  let loading = null;

  function library(address) {
    if (window.Plotly) return Promise.resolve(window.Plotly);
    if (!loading) {
      loading = new Promise(function (resolve, reject) {
        const script = document.createElement("script");
        script.src = address;
        script.onload = function () { resolve(window.Plotly); };
        script.onerror = function () {
          loading = null; // the next plot tries again
          script.remove();
          reject(new Error("plotly"));
        };
        document.head.appendChild(script);
      });
    }
    return loading;
  }

  /* A figure larger by one factor: everything that is measured in pixels, nothing that is a value. */
  const PIXELS = new Set(["size", "width", "l", "r", "t", "b", "xshift", "yshift", "standoff", "ticklabelstandoff"]);

  function scaledPart(value, factor, name) {
    if (Array.isArray(value)) return value.map(function (each) { return scaledPart(each, factor, name); });
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(function (entry) {
        return [entry[0], scaledPart(entry[1], factor, entry[0])];
      }));
    }
    return typeof value === "number" && PIXELS.has(name) ? value * factor : value;
  }

  function scaled(figure, factor) {
    const data = figure.data.map(function (trace) {
      const larger = scaledPart(trace, factor, "");
      if ("width" in trace) larger.width = trace.width; // of bars: in values of the axis
      return larger;
    });
    return { data: data, layout: scaledPart(figure.layout, factor, "") };
  }

  function figureOf(element) {
    return JSON.parse(element.dataset.figure);
  }

  function layoutFor(element, figure) {
    return Object.assign({}, figure.layout, {
      width: Math.floor(element.clientWidth),
      height: element.clientHeight > 60 ? Math.floor(element.clientHeight) : figure.layout.height,
      autosize: false,
    });
  }

  function draw(element) {
    if (!element.isConnected || !element.clientWidth) return Promise.resolve();
    const asked = element.dataset.figure;
    return library(element.dataset.library).then(function (Plotly) {
      if (!element.isConnected || element.dataset.figure !== asked) return null;
      const figure = figureOf(element);
      const layout = layoutFor(element, figure);
      /* On a narrow place names would cover the points: they are told when a point is touched, and in the table. */
      if (layout.width < NARROW) {
        layout.margin = Object.assign({}, layout.margin, { r: Math.min(layout.margin.r, 64) });
        layout.annotations = layout.annotations.filter(function (each) { return each.xref === "paper" || each.yref === "paper"; });
      }
      element.querySelectorAll(".plot-waiting").forEach(function (one) { one.remove(); });
      element.dataset.drawn = asked;
      return Plotly.react(element, figure.data, layout, SETTINGS).then(function () { listen(element); });
    }, function () { fail(element); });
  }

  /* The figures are on the page anyway: where the plot does not come, its table does. */
  function fail(element) {
    const words = element.querySelector(".plot-waiting");
    if (words) words.textContent = "Диаграмма не загрузилась, её строки есть в таблице";
  }

  function listen(element) {
    if (element.dataset.listens) return;
    element.dataset.listens = "1";
    element.on("plotly_click", function (event) {
      const address = event.points.length && event.points[0].customdata;
      if (typeof address === "string" && address.startsWith("/")) follow(address, event.event);
    });
    element.on("plotly_hover", function (event) {
      const leads = event.points.some(function (point) { return point.customdata; });
      element.classList.toggle("leads", leads);
    });
    element.on("plotly_unhover", function () { element.classList.remove("leads"); });
  }

  function follow(address, event) {
    const link = document.createElement("a");
    link.href = address;
    link.dataset.inApp = "";
    link.hidden = true;
    document.body.appendChild(link);
    link.dispatchEvent(new MouseEvent("click", {
      bubbles: true, cancelable: true, ctrlKey: Boolean(event && event.ctrlKey), metaKey: Boolean(event && event.metaKey),
    }));
    link.remove();
  }

  const seen = "IntersectionObserver" in window ? new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (entry.isIntersecting) drawIfNew(entry.target);
    });
  }, { rootMargin: "400px" }) : null;

  const resized = "ResizeObserver" in window ? new ResizeObserver(function (entries) {
    entries.forEach(function (entry) {
      const element = entry.target;
      const width = Math.floor(element.clientWidth);
      if (element.dataset.drawn && width && width !== Number(element.dataset.width)) {
        element.dataset.width = String(width);
        draw(element);
      }
    });
  }) : null;

  function drawIfNew(element) {
    if (element.dataset.drawn === element.dataset.figure) return;
    element.dataset.width = String(Math.floor(element.clientWidth));
    draw(element);
  }

  /* Those further down come when the browser has time: paper shows them without being scrolled to. */
  function later(work) {
    if (window.requestIdleCallback) window.requestIdleCallback(work, { timeout: 4000 });
    else window.setTimeout(work, 2000);
  }

  function find() {
    document.querySelectorAll(".plot[data-figure]:not([data-watched])").forEach(function (element) {
      element.dataset.watched = "1";
      if (seen) seen.observe(element); else drawIfNew(element);
      later(function () { drawIfNew(element); });
      if (resized) resized.observe(element);
    });
  }

  new MutationObserver(find).observe(document.documentElement, { childList: true, subtree: true });
  find();

  /* Paper has another width, and everything must be on it, also what was never scrolled to. */
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll(".plot[data-figure]").forEach(function (element) {
      if (element.dataset.drawn && window.Plotly) {
        window.Plotly.relayout(element, { width: Math.min(element.clientWidth, 680) });
      }
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll(".plot[data-drawn]").forEach(draw);
  });

  window.vsoko = Object.assign(window.vsoko || {}, { plots: { library: library, scaled: scaled, settings: SETTINGS, draw: draw } });
})();
