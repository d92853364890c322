// Passkeys: shows what needs them where the browser has them, and says in the page what allauth's scripts only log.

document.querySelectorAll("[data-needs-passkeys]").forEach((part) => {
  part.hidden = !window.PublicKeyCredential;
});

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const content = document.getElementById("content");
  content.querySelector("[data-passkey-failed]")?.remove();
  const shown = document.getElementById("passkey_failed").content.firstElementChild.cloneNode(true);
  shown.dataset.passkeyFailed = "";
  content.prepend(shown);
  shown.focus();
});
