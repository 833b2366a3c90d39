/* The agenda of a meeting: slides change places by their buttons, by Alt and an arrow, by drag. The order goes to the
   server at once, with the order that it was made from; whoever was quicker is told of in a panel. */
(function () {
  "use strict";

  const ITEM = "[data-agenda-item]";
  const sending = new WeakMap();
  let dragged = null;
  let before = "";

  function agendaOf(element) { return element.closest("[data-agenda]"); }

  function items(agenda) { return Array.from(agenda.querySelectorAll(":scope > " + ITEM)); }

  function order(agenda) { return items(agenda).map(function (item) { return item.dataset.agendaItem; }).join(","); }

  function number(agenda) {
    const all = items(agenda);
    all.forEach(function (item, place) {
      item.querySelector("[data-place]").textContent = String(place + 1);
      item.querySelectorAll("[data-moves]").forEach(function (button) {
        const isEnd = button.dataset.moves === "up" ? place === 0 : place === all.length - 1;
        if (isEnd) button.setAttribute("aria-disabled", "true");
        else button.removeAttribute("aria-disabled");
      });
    });
  }

  function tell(item) {
    const agenda = agendaOf(item);
    const all = items(agenda);
    const place = document.getElementById(agenda.dataset.tells);
    const words = item.querySelector(".agenda-title").textContent;
    if (place) place.textContent = "Место " + (all.indexOf(item) + 1) + " из " + all.length + ": " + words;
  }

  function restore(agenda, asked) {
    asked.split(",").forEach(function (id) {
      const item = agenda.querySelector(":scope > [data-agenda-item='" + id + "']");
      if (item) agenda.append(item);
    });
    number(agenda);
  }

  /* One request after the other, each with the order that it was made from. What does not go through brings the
     agenda back to that order, and nothing that was moved after it is sent. */
  function send(item, seen) {
    const agenda = agendaOf(item);
    const to = items(agenda).indexOf(item) + 1;
    if (order(agenda) === seen) return;
    const last = sending.get(agenda) || Promise.resolve(true);
    sending.set(agenda, last.then(function (isGoingOn) {
      return isGoingOn ? post(agenda, item, to, seen) : false;
    }));
  }

  function post(agenda, item, to, seen) {
    const values = new FormData();
    values.append("slide", item.dataset.agendaItem);
    values.append("to", String(to));
    values.append("seen", seen);
    return window.vsoko.post(agenda.dataset.agenda, values).then(function (answer) {
      const isDone = answer.status === 200;
      if (!isDone) {
        restore(agenda, seen);
        sending.delete(agenda);
      }
      window.vsoko.settle(null, answer);
      return isDone;
    });
  }

  function move(item, step) {
    const agenda = agendaOf(item);
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    const here = document.activeElement;
    const seen = order(agenda);
    if (step < 0) agenda.insertBefore(item, other);
    else agenda.insertBefore(other, item);
    number(agenda);
    if (item.contains(here)) here.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
    tell(item);
    send(item, seen);
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-moves]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    move(button.closest(ITEM), button.dataset.moves === "up" ? -1 : 1);
  });

  document.addEventListener("keydown", function (event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const item = event.target.closest && event.target.closest(ITEM);
    if (!item || !item.querySelector("[data-moves]")) return;
    event.preventDefault();
    move(item, event.key === "ArrowUp" ? -1 : 1);
  });

  /* Drag by the number; the card shows at once where it would stand. */

  document.addEventListener("dragstart", function (event) {
    const handle = event.target.closest && event.target.closest("[data-drags]");
    if (!handle) return;
    dragged = handle.closest(ITEM);
    before = order(agendaOf(dragged));
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    const box = dragged.getBoundingClientRect();
    event.dataTransfer.setDragImage(dragged, event.clientX - box.left, event.clientY - box.top);
    window.setTimeout(function () { if (dragged) dragged.classList.add("is-dragged"); }, 0);
  });

  document.addEventListener("dragover", function (event) {
    const agenda = dragged && event.target.closest && agendaOf(event.target);
    if (!agenda || agenda !== agendaOf(dragged)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    const over = event.target.closest(ITEM);
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    agenda.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextElementSibling);
  });

  document.addEventListener("drop", function (event) {
    if (!dragged || agendaOf(event.target) !== agendaOf(dragged)) return;
    event.preventDefault();
    settleDrag(true);
  });

  /* Escape, or a drop anywhere else, leaves everything where it was. */
  document.addEventListener("dragend", function () { settleDrag(false); });

  function settleDrag(isDropped) {
    if (!dragged) return;
    const item = dragged;
    dragged = null;
    item.classList.remove("is-dragged");
    const agenda = agendaOf(item);
    if (!isDropped) {
      restore(agenda, before);
      return;
    }
    number(agenda);
    tell(item);
    send(item, before);
  }
})();
