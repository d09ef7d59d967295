"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const following = document.getElementById("following");
  let speaker = null;

  const claimsOf = (span) => (span.dataset.claims || "").split(" ").filter(Boolean);
  const spansOf = (id) => all("span[data-claims]").filter((span) => claimsOf(span).includes(id));

  const light = (ids) => {
    all(".lit").forEach((one) => one.classList.remove("lit"));
    ids.forEach((id) => {
      const card = document.getElementById(id);
      if (card) card.classList.add("lit");
      spansOf(id).forEach((span) => span.classList.add("lit"));
    });
  };

  const follow = (key, name) => {
    speaker = key === speaker ? null : key;
    document.body.classList.toggle("follows", speaker !== null);
    all("[data-speaker]").forEach((one) => one.classList.toggle("followed", one.dataset.speaker === speaker));
    all("button[data-speaker]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.speaker === speaker)));
    following.textContent = speaker === null ? "" : name;
  };

  const step = (by) => {
    const cards = all(".card.followed").filter((card) => !card.closest("[hidden]"));
    if (!cards.length) return;
    const at = cards.indexOf(document.activeElement.closest(".card"));
    const next = cards[(at + by + cards.length) % cards.length];
    next.focus();
    next.scrollIntoView({ block: "center" });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-speaker]");
    if (button) return follow(button.dataset.speaker, button.textContent);
    const span = event.target.closest("span[data-content]");
    if (!span) return;
    const ids = span.dataset.content.split(" ");
    const card = document.getElementById(ids[ids.length - 1]);
    if (card) card.focus();
  });
  document.addEventListener("mouseover", (event) => {
    const span = event.target.closest("span[data-claims]");
    const card = event.target.closest(".card");
    if (span) light(claimsOf(span).slice(-1));
    else if (card) light([card.id]);
    else if (!document.activeElement.closest(".card")) light([]);
  });
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card");
    light(card ? [card.id] : []);
  });
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.matches("input")) {
      if (event.key === "Escape") { target.value = ""; filter(); }
      return;
    }
    if (event.key === "Escape" && speaker !== null) follow(speaker, "");
    else if (event.key === "Enter" && target.matches(".card")) {
      const button = target.querySelector("button[data-speaker]");
      follow(button.dataset.speaker, button.textContent);
    } else if (speaker !== null && ["ArrowDown", "j"].includes(event.key)) { event.preventDefault(); step(1); }
    else if (speaker !== null && ["ArrowUp", "k"].includes(event.key)) { event.preventDefault(); step(-1); }
  });

  const fold = (text) => text.normalize("NFKD").replace(/[\u064b-\u065f\u0670\u0640]/g, "")
    .replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه").toLowerCase();
  const search = document.getElementById("search");
  const filter = () => {
    const wanted = fold(search.value.trim());
    all("article").forEach((article) => {
      const cards = all(".card", article);
      cards.forEach((card) => {
        const who = all(".name, .role", card).map((one) => one.textContent).join(" ");
        card.hidden = wanted !== "" && !fold(who).includes(wanted);
      });
      article.hidden = wanted !== "" && cards.every((card) => card.hidden);
    });
  };
  search.addEventListener("input", filter);
})();
