/* Manners of figure cards: the table in place of the plot, the picture as a file. */
(function () {
  "use strict";

  const WIDTH = 1280;
  const SCALE = 2;
  const FONTS = [
    ["/login-static/golos-text-cyrillic-wght-normal.woff2", "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116"],
    ["/login-static/golos-text-latin-wght-normal.woff2", "U+0000-00FF,U+0131,U+2000-206F,U+20AC,U+2122,U+2212"],
  ];

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-shows-table]");
    if (button) swap(button);
    const saves = event.target.closest("[data-saves-picture]");
    if (saves) {
      const menu = saves.closest("details");
      if (menu) menu.open = false;
      save(document.getElementById(saves.dataset.savesPicture));
    }
  });

  function swap(button) {
    const card = button.closest("[data-figure-card]");
    const table = document.getElementById(button.dataset.showsTable);
    const body = card.querySelector("[data-figure-body]");
    table.hidden = !table.hidden;
    body.hidden = !table.hidden;
    const legend = card.querySelector(".figure-above .legend");
    if (legend) legend.hidden = body.hidden;
    button.setAttribute("aria-expanded", String(!table.hidden));
    button.textContent = table.hidden ? "Показать таблицу" : "Показать диаграмму";
  }

  /* The picture */

  function say(words) { window.vsoko.toast(words); }

  function nameOf(card) {
    const title = card.querySelector(".figure-title").textContent.replace(/\s+/g, " ").replace(/[\\/:*?"<>|.]/g, "").trim();
    return title.slice(0, 80) + ".png";
  }

  function save(card) {
    say("Готовим картинку");
    picture(card).then(function (blob) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = nameOf(card);
      document.body.appendChild(link);
      link.click();
      link.remove();
      window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
      note(card);
    }).catch(function () { say("Картинка не получилась. Строки можно скачать таблицей"); });
  }

  /* Who takes a chart away is noted as for its rows, under the same choices. */
  function note(card) {
    const rows = card.querySelector(".figure-download a[href]");
    if (!rows || !window.vsoko.token) return;
    const address = rows.getAttribute("href").replace(".xlsx", ".png");
    const headers = { "X-CSRFToken": window.vsoko.token() };
    fetch(address, { method: "POST", body: new FormData(), headers: headers, keepalive: true }).catch(function () {});
  }

  function picture(card) {
    const figure = JSON.parse(card.dataset.picture);
    const height = figure.layout.height;
    return window.vsoko.plots.library(card.dataset.library).then(function (Plotly) {
      return Plotly.toImage(figure, { format: "svg", width: WIDTH, height: height, imageDataOnly: true });
    }).then(function (svg) {
      return Promise.all(FONTS.map(typeface)).then(function (faces) { return withFonts(svg, faces.join("")); });
    }).then(function (svg) { return raster(svg, height); });
  }

  /* A picture of its own document knows no fonts of the page: they go into it. */
  function typeface(font) {
    return fetch(font[0]).then(function (answer) { return answer.blob(); }).then(function (blob) {
      return new Promise(function (resolve, reject) {
        const reader = new FileReader();
        reader.onload = function () {
          resolve("@font-face{font-family:'Golos Text';font-weight:400 900;src:url(" + reader.result + ") format('woff2');unicode-range:" + font[1] + "}");
        };
        reader.onerror = reject;
        reader.readAsDataURL(blob);
      });
    });
  }

  function withFonts(svg, faces) {
    return svg.replace(/<svg[^>]*>/, function (start) { return start + "<style>" + faces + "</style>"; });
  }

  function raster(svg, height) {
    return new Promise(function (resolve, reject) {
      const image = new Image();
      const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml;charset=utf-8" }));
      image.onload = function () {
        /* The typeface inside is read after the picture says it is there. */
        window.setTimeout(function () {
          const canvas = document.createElement("canvas");
          canvas.width = WIDTH * SCALE;
          canvas.height = height * SCALE;
          const paper = canvas.getContext("2d");
          paper.fillStyle = "#fff";
          paper.fillRect(0, 0, canvas.width, canvas.height);
          paper.drawImage(image, 0, 0, canvas.width, canvas.height);
          URL.revokeObjectURL(address);
          canvas.toBlob(function (blob) { if (blob) resolve(blob); else reject(new Error("canvas")); }, "image/png");
        }, 150);
      };
      image.onerror = function () { URL.revokeObjectURL(address); reject(new Error("svg")); };
      image.src = address;
    });
  }

  window.vsoko = Object.assign(window.vsoko || {}, { figures: { picture: picture, swap: swap } });
})();
