/* Files of documents are sent as soon as they are picked; what their text offers is filled in on demand. The queue
   of documents under review is walked with the arrow keys. */
(function () {
  "use strict";

  function valuesOf(file, school) {
    const values = new FormData();
    values.append("school", school);
    values.append("file", file, file.name);
    return values;
  }

  function showProgress(box) {
    const meter = box.querySelector("progress");
    const words = box.querySelector("[data-progress-words]");
    box.hidden = false;
    return function (event) {
      if (!event.lengthComputable) return;
      const part = Math.round(100 * event.loaded / event.total);
      meter.value = part;
      words.textContent = part < 100 ? "Отправляем файл: " + part + " %" : "Проверяем файл…";
    };
  }

  function changed(form) { if (form) form.classList.add("is-changed"); }

  /* One file, inside the form of its document. The form waits for it. */

  function holdForm(form, isHeld) {
    form.classList.toggle("is-sending", isHeld);
    form.querySelectorAll("button[type=submit]").forEach(function (button) {
      if (isHeld) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    });
  }

  function sendOne(input) {
    const field = input.closest("[data-file-field]");
    const form = input.closest("form");
    const fault = field.querySelector("[data-field-error]");
    const box = field.querySelector("[data-progress]");
    const file = input.files[0];
    if (!file || form.classList.contains("is-sending")) return;
    fault.hidden = true;
    holdForm(form, true);
    window.vsoko.post(field.dataset.fileField, valuesOf(file, field.dataset.school), showProgress(box)).then(function (answer) {
      holdForm(form, false);
      box.hidden = true;
      input.value = "";
      if (answer.status === 200 || answer.status === 401) {
        window.vsoko.settle(null, answer);
        changed(form);
        return;
      }
      fault.textContent = answer.told.error || "Не получилось приложить файл.";
      fault.hidden = false;
    });
  }

  /* Several files, one after the other, each with its own line. */

  function lineFor(list, file) {
    const item = document.createElement("li");
    const name = Object.assign(document.createElement("b"), { textContent: file.name });
    const meter = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    meter.setAttribute("aria-label", "Отправка: " + file.name);
    const words = Object.assign(document.createElement("span"), { textContent: "в очереди" });
    item.append(name, meter, words);
    list.append(item);
    return {
      progress: function (event) {
        if (!event.lengthComputable) return;
        meter.value = Math.round(100 * event.loaded / event.total);
        words.textContent = event.loaded < event.total ? "отправляем: " + meter.value + " %" : "проверяем…";
      },
      end: function (sentence, isGood) {
        meter.remove();
        words.textContent = sentence;
        item.classList.toggle("is-refused", !isGood);
      },
    };
  }

  function offerToGoOn(list) {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Показать загруженные файлы" });
    button.addEventListener("click", function () { window.vsoko.refresh(); });
    item.append(button);
    list.append(item);
  }

  async function sendAll(input) {
    const list = input.closest(".many-files").querySelector("[data-sent-files]");
    const files = Array.from(input.files);
    const address = input.dataset.picksFiles;
    const school = input.dataset.school;
    if (!files.length) return;
    list.hidden = false;
    list.replaceChildren();
    input.disabled = true;
    const lines = files.map(function (file) { return lineFor(list, file); });
    let taken = 0;
    for (let place = 0; place < files.length; place += 1) {
      const answer = await window.vsoko.post(address, valuesOf(files[place], school), lines[place].progress);
      if (answer.status === 401) { window.vsoko.settle(null, answer); return; }
      const isGood = answer.status === 200;
      if (isGood) taken += 1;
      lines[place].end(isGood ? "загружен" : answer.told.error || "Не получилось.", isGood);
    }
    input.value = "";
    input.disabled = false;
    if (taken) window.vsoko.toast("Приложено файлов: " + taken + ".");
    if (taken === files.length) window.vsoko.refresh();
    else if (taken) offerToGoOn(list);
  }

  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-picks-file]")) sendOne(event.target);
    if (event.target.matches("[data-picks-files]")) sendAll(event.target);
  });

  /* What the text of the file offers; and the file taken out of the form again. */

  document.addEventListener("click", function (event) {
    const offer = event.target.closest("[data-fills]");
    if (offer) {
      const control = offer.closest("form").elements.namedItem(offer.dataset.fills);
      control.value = offer.dataset.value;
      changed(offer.closest("form"));
      control.focus();
    }
    const drop = event.target.closest("[data-drops-file]");
    if (drop) {
      const form = drop.closest("form");
      const none = Object.assign(document.createElement("input"), { type: "hidden", name: "file", value: "" });
      drop.closest("[aria-live]").replaceChildren(none);
      changed(form);
      form.querySelector("[data-picks-file]").focus();
    }
  });

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.hasAttribute("data-opens-panel-of")) return;
    event.preventDefault();
    window.vsoko.openPanel(form.dataset.opensPanelOf + "?" + new URLSearchParams(new FormData(form)));
  });

  /* The review: what is not ticked becomes the beginning of the remark. */

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-tells-unmet]");
    if (!button) return;
    const form = button.closest("form");
    const unmet = Array.from(form.querySelectorAll(".checklist .tick")).filter(function (tick) {
      return !tick.querySelector("input").checked;
    }).map(function (tick) { return tick.textContent.trim(); });
    const area = form.elements.namedItem("remark");
    if (unmet.length) {
      const told = "Не подтвердилось: " + unmet.map(function (words) { return words[0].toLowerCase() + words.slice(1); }).join("; ") + ".";
      area.value = area.value.trim() ? area.value.trim() + "\n" + told : told;
      changed(form);
    }
    area.focus();
  });

  /* The list beside the document shows where one is in it. */
  let rail = null;
  new MutationObserver(function () {
    const found = document.querySelector(".queue-rail");
    if (found === rail) return;
    rail = found;
    const current = rail && rail.querySelector(".is-current");
    if (current) rail.scrollTop = current.offsetTop - rail.offsetTop - 60;
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog, details.menu[open]")) return;
    const link = document.querySelector('.case [data-key="' + event.key + '"]');
    if (!link) return;
    event.preventDefault();
    link.click();
  });
})();
