// «Показать» beside a password. Without this script the button stays hidden and the form works all the same.
"use strict";
for (const button of document.querySelectorAll(".show")) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  button.addEventListener("click", () => {
    const isShown = field.type === "text";
    field.type = isShown ? "password" : "text";
    button.textContent = isShown ? "Показать" : "Скрыть";
    button.setAttribute("aria-pressed", String(!isShown));
    field.focus();
  });
}
