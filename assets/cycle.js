/* The glyph matrix of the cycle: arrows walk its cells, Enter or a click opens the row below a school, Escape closes
   it. The opened cell stands in the address, so a copied link opens it again. Every cell is a link of its own and
   works without this script. */
(function () {
  "use strict";

  const PHONE = "(max-width: 720px)";
  const CELLS = "table[data-cells] tbody td > a[href*='cell=']";
  let asked = 0;

  function rowsOf(table) {
    return Array.from(table.tBodies).flatMap(function (body) { return Array.from(body.rows); })
      .filter(function (row) { return row.querySelector("td > a[href*='cell=']") && row.offsetParent !== null; });
  }

  function cellsOf(row) { return Array.from(row.querySelectorAll("td > a[href*='cell=']")); }

  /* One cell of the matrix is reached by Tab, the others by arrows. */
  function moveFocus(link) {
    const table = link.closest("table[data-cells]");
    table.querySelectorAll("td > a[tabindex='0']").forEach(function (one) { one.tabIndex = -1; });
    link.tabIndex = 0;
    link.focus();
  }

  /* On a phone a school is six lines of six: up and down go from line to line, and from school to school at the end. */
  function stepOf(link, key) {
    const table = link.closest("table[data-cells]");
    const rows = rowsOf(table);
    const row = link.closest("tr");
    const line = rows.indexOf(row);
    const cells = cellsOf(row);
    const place = cells.indexOf(link);
    const width = window.matchMedia(PHONE).matches ? Math.min(6, cells.length) : cells.length;
    if (key === "ArrowLeft") return cells[place - 1];
    if (key === "ArrowRight") return cells[place + 1];
    if (key === "Home") return cells[0];
    if (key === "End") return cells[cells.length - 1];
    const next = place + (key === "ArrowDown" ? width : -width);
    if (next >= 0 && next < cells.length) return cells[next];
    const other = rows[line + (key === "ArrowDown" ? 1 : -1)];
    if (!other) return undefined;
    const theirs = cellsOf(other);
    const column = place % width;
    return key === "ArrowDown" ? theirs[column] : theirs[theirs.length - width + column];
  }

  const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

  document.addEventListener("keydown", function (event) {
    const link = event.target.closest && event.target.closest(CELLS);
    if (!link || event.altKey || event.ctrlKey || event.metaKey || !KEYS.includes(event.key)) return;
    const next = stepOf(link, event.key);
    event.preventDefault();
    if (next) moveFocus(next);
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (document.querySelector("dialog[open], details.menu[open]")) return;
    const opened = document.querySelector(".cell-detail");
    if (!opened) return;
    event.preventDefault();
    closeCell();
  });

  function chosen() { return document.querySelector("table[data-cells] a[aria-expanded='true']"); }

  function forget() {
    asked += 1;
    const link = chosen();
    if (link) {
      link.removeAttribute("aria-expanded");
      link.removeAttribute("aria-controls");
      link.parentElement.classList.remove("is-chosen");
    }
    const row = document.querySelector(".cell-detail");
    if (row) row.remove();
    return link;
  }

  function closeCell() {
    const inside = document.activeElement && document.activeElement.closest(".cell-detail");
    const link = forget();
    const address = new URL(window.location.href);
    address.searchParams.delete("cell");
    window.history.replaceState(window.history.state, "", plain(address));
    if (link && (inside || document.activeElement === document.body)) moveFocus(link);
  }

  /* The address as the server writes it: slashes and colons stay readable. */
  function plain(address) {
    const search = address.search.replace(/%2F/gi, "/").replace(/%3A/gi, ":");
    return address.pathname + search + address.hash;
  }

  function openCell(link) {
    const table = link.closest("table[data-cells]");
    const row = link.closest("tr");
    forget();
    const mine = asked;
    const place = document.createElement("tr");
    place.className = "cell-detail";
    place.id = "cell-detail";
    const cell = document.createElement("td");
    cell.colSpan = row.cells.length;
    cell.innerHTML = '<div class="detail is-waiting" aria-busy="true"></div>';
    place.appendChild(cell);
    row.after(place);
    link.setAttribute("aria-expanded", "true");
    link.setAttribute("aria-controls", place.id);
    link.parentElement.classList.add("is-chosen");
    moveFocus(link);
    window.history.replaceState(window.history.state, "", plain(new URL(link.href)));
    const wanted = new URL(link.href).searchParams.get("cell");
    ask(table.dataset.cells + "&cell=" + encodeURIComponent(wanted), cell, function () { return mine === asked; });
  }

  function ask(address, cell, isWanted) {
    window.fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" }).then(function (response) {
      if (!isWanted()) return null;
      if (response.ok) return response.text().then(function (text) { if (isWanted()) cell.innerHTML = text; });
      return fail(cell, address, isWanted);
    }).catch(function () { if (isWanted()) fail(cell, address, isWanted); });
  }

  function fail(cell, address, isWanted) {
    const box = document.createElement("div");
    box.className = "detail";
    box.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = "Не получилось загрузить ячейку.";
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button";
    again.textContent = "Повторить";
    again.addEventListener("click", function () { ask(address, cell, isWanted); });
    box.append(words, again);
    cell.replaceChildren(box);
  }

  document.addEventListener("click", function (event) {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest(CELLS);
    if (link) {
      event.preventDefault();
      if (link.getAttribute("aria-expanded") === "true") closeCell(); else openCell(link);
      return;
    }
    if (event.target.closest("[data-closes-cell]")) {
      event.preventDefault();
      closeCell();
    }
  });
})();
