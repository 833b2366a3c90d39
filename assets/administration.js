/* Short forms that ask for another view of the page: their fields become the address. Without this script the
   browser loads the same address anew. */
(function () {
  "use strict";

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.hasAttribute("data-asks") || !window.vsoko || !window.vsoko.go) return;
    event.preventDefault();
    const parts = [];
    new FormData(form).forEach(function (value, name) {
      if (value !== "") parts.push(encodeURIComponent(name) + "=" + encodeURIComponent(value));
    });
    window.vsoko.go(form.getAttribute("action") + (parts.length ? "?" + parts.join("&") : ""));
  });

  /* A search field emptied by its cross shows everything again. */
  document.addEventListener("search", function (event) {
    const form = event.target.closest && event.target.closest("form[data-asks]");
    if (form && event.target.value === "") form.requestSubmit();
  });
})();
