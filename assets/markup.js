/* Shows HTML that the server has made ready, as one component of Dash (dashboard/components/markup.py).
   While a page is asked for anew with other choices, what it showed stays, dimmed; data-address says whose page is shown,
   for the address in the bar is a moment ahead of it. */
(function () {
  "use strict";

  const shown = {};
  let isFollowing = false;

  function Markup(props) {
    const place = props.id + " " + window.location.pathname;
    const isWaiting = typeof props.html !== "string";
    const isOld = isWaiting && Boolean(shown[place]);
    if (!isWaiting) shown[place] = props.html;
    const last = window.React.useRef({ html: null, address: undefined }).current;
    if (props.html !== last.html) {
      last.html = props.html;
      last.address = isWaiting ? undefined : window.location.pathname + window.location.search;
    }
    window.React.useEffect(function () {
      if (!isWaiting && isFollowing) arrive();
      if (!isWaiting && window.vsoko.focusAfter) returnFocus();
    }, [props.html]);
    return window.React.createElement("div", {
      id: props.id,
      className: isOld ? "markup is-old" : "markup",
      "aria-busy": isWaiting ? "true" : undefined,
      "data-waiting": isWaiting ? props.waiting : undefined,
      "data-asked": props.asked || undefined,
      "data-address": last.address,
      dangerouslySetInnerHTML: { __html: isWaiting ? shown[place] || props.waiting : props.html },
    });
  }

  /* The link that was followed is gone with its page: the keyboard goes on from the new one. */
  function arrive() {
    isFollowing = false;
    const main = document.getElementById("main");
    if (main && document.activeElement === document.body) main.focus({ preventScroll: true });
  }

  /* A page that was asked for anew after something was saved: the keyboard goes on where it was. */
  function returnFocus() {
    const last = document.getElementById(window.vsoko.focusAfter);
    window.vsoko.focusAfter = "";
    if (!last || document.activeElement !== document.body) return;
    last.focus({ preventScroll: true });
    const inside = last.querySelector("a[href], button, summary");
    /* Of a button without a name of its own the place around it is known. */
    if (document.activeElement !== last && inside) inside.focus({ preventScroll: true });
  }

  /* Instead of the page: why it did not come, and the code of the request. */
  function fail(element, code) {
    element.className = "markup is-failed";
    element.innerHTML = element.dataset.waiting;
    element.querySelector(".skeleton").hidden = true;
    const words = element.querySelector(".failure-code");
    words.textContent = code;
    words.parentElement.hidden = !code;
    element.querySelector(".failed").hidden = false;
  }

  /* Lead on to another page of the site without loading it anew. */
  function go(address) {
    isFollowing = true;
    window.history.pushState({}, "", address);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    if (!address.includes("#")) window.scrollTo(0, 0);
  }

  window.vsoko = Object.assign(window.vsoko || {}, { Markup: Markup, fail: fail, go: go });

  /* Links of ready HTML lead on without loading the page anew, as dcc.Link does. */

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-in-app]");
    if (!link || event.defaultPrevented) return;
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(link.getAttribute("href")); // a link of a drawing has no address of its own
  });
})();
