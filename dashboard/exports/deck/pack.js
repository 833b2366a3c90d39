// Arrows, page up and down, space and a remote turn slides one by one; Esc shows all of them below one another again.
// The key N, told by its place, opens and closes the speaker's notes.
(() => {
  "use strict";
  const slides = [...document.querySelectorAll(".pack-slide")];
  const root = document.documentElement;
  const forward = new Set(["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"]);
  const back = new Set(["ArrowLeft", "ArrowUp", "PageUp", "Backspace"]);
  let now = 0;

  const isShown = () => root.classList.contains("is-shown");

  // The slide that takes most of the window.
  const nearest = () => {
    const middle = window.innerHeight / 2;
    const distance = (slide) => {
      const box = slide.getBoundingClientRect();
      return Math.abs((box.top + box.bottom) / 2 - middle);
    };
    return slides.reduce((best, slide, place) => (distance(slide) < distance(slides[best]) ? place : best), 0);
  };

  const show = (place) => {
    now = Math.min(Math.max(place, 0), slides.length - 1);
    root.classList.add("is-shown");
    slides.forEach((slide, number) => slide.classList.toggle("is-now", number === now));
    slides[now].focus({ preventScroll: true });
    window.scrollTo(0, 0);
  };

  const leave = () => {
    root.classList.remove("is-shown");
    slides[now].scrollIntoView({ block: "center" });
  };

  const button = document.querySelector("[data-notes]");

  const turnNotes = () => {
    const isOpen = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOpen));
    document.querySelectorAll(".pack-notes").forEach((notes) => { notes.hidden = !isOpen || !notes.textContent; });
  };

  button.addEventListener("click", turnNotes);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !slides.length) return;
    // The button is pressed by these keys, as everywhere.
    if (event.target === button && (event.key === " " || event.key === "Enter")) return;
    if (event.key === "Escape" && isShown()) leave();
    else if (event.code === "KeyN" || event.key.toLowerCase() === "з") turnNotes();
    else if (event.key === "Home" && isShown()) show(0);
    else if (event.key === "End" && isShown()) show(slides.length - 1);
    else if (forward.has(event.key)) show(isShown() ? now + 1 : nearest());
    else if (back.has(event.key)) show(isShown() ? now - 1 : nearest());
    else return;
    event.preventDefault();
  });
})();
