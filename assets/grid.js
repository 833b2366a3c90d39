/* Rows of the grid («Данные», entering by hand): each is a form of its own that saves itself when it is left,
   by Enter, or by its button; Escape brings back what was there. Loaded after forms.js, which does the sending. */
(function () {
  "use strict";

  const ROW = "form[data-entry]";

  function controls(form) {
    return Array.from(form.elements).filter(function (control) { return control.name && control.type !== "hidden"; });
  }

  function isChanged(control) {
    if (control.tagName === "SELECT") {
      return Array.from(control.options).some(function (option) { return option.selected !== option.defaultSelected; });
    }
    return control.value !== control.defaultValue;
  }

  /* A figure and a reason why there is none exclude one another. */
  function followReason(form) {
    const reason = form.elements.namedItem("missing");
    if (!reason || reason.tagName !== "SELECT") return;
    form.querySelectorAll("[data-figure]").forEach(function (figure) { figure.disabled = reason.value !== ""; });
  }

  function mark(form) {
    form.classList.toggle("is-changed", controls(form).some(isChanged));
  }

  function restore(form) {
    form.reset();
    followReason(form);
    form.classList.remove("is-changed");
    form.querySelectorAll("[data-field-error], [data-form-error]").forEach(function (place) { place.hidden = true; });
    form.querySelectorAll("[aria-invalid]").forEach(function (control) { control.removeAttribute("aria-invalid"); });
  }

  document.addEventListener("input", function (event) {
    const form = event.target.closest(ROW);
    if (!form) return;
    if (event.target.name === "missing") followReason(form);
    mark(form);
  });

  document.addEventListener("keydown", function (event) {
    const form = event.key === "Escape" && event.target.closest && event.target.closest(ROW);
    if (!form || !form.classList.contains("is-changed")) return;
    event.preventDefault();
    event.stopPropagation();
    restore(form);
  });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-restores]");
    if (!button) return;
    const form = button.closest(ROW);
    restore(form);
    const first = controls(form).find(function (control) { return !control.disabled; });
    if (first) first.focus();
  });

  /* Leaving a row saves it. A panel over the page, or another window, is no leaving. */
  document.addEventListener("focusout", function (event) {
    const form = event.target.closest && event.target.closest(ROW);
    if (!form) return;
    window.setTimeout(function () {
      const isLeft = form.isConnected && !form.contains(document.activeElement) && document.hasFocus();
      if (!isLeft || !form.classList.contains("is-changed") || document.querySelector("dialog[open]")) return;
      if (!form.querySelector('[aria-invalid="true"]')) form.requestSubmit();
    });
  });

  /* A panel with something typed in it is not closed unasked. */

  function askBeforeClosing(event, panel) {
    if (!panel || !panel.querySelector("form.is-changed[data-guards]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    window.vsoko.ask("Закрыть без сохранения?", "Закрыть", function () { panel.close(); });
  }

  document.addEventListener("cancel", function (event) {
    if (event.target.matches("dialog.panel")) askBeforeClosing(event, event.target);
  }, true);

  document.addEventListener("click", function (event) {
    const button = event.target.closest(".panel-close, [data-closes-panel]");
    if (button) askBeforeClosing(event, button.closest("dialog.panel"));
  }, true);

  /* What was typed and could not be saved is not left behind unasked. */
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-in-app]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    const unsaved = document.querySelectorAll("main form.is-changed[data-guards]").length;
    if (!unsaved) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    window.vsoko.ask("Есть несохранённые строки: " + unsaved + ". Уйти без сохранения?", "Уйти", function () {
      document.querySelectorAll("main form.is-changed[data-guards]").forEach(restore);
      window.vsoko.go(link.href);
    });
  }, true);
})();
