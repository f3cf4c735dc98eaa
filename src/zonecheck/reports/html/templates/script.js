"use strict";
(() => {
  const all = (query, root = document) => Array.from(root.querySelectorAll(query));
  const one = (query, root = document) => root.querySelector(query);
  const page = document.documentElement;

  all(".tools, .filter").forEach((part) => { part.hidden = false; });

  // Dark or light: as the system says, until the reader says otherwise.
  one("#theme").addEventListener("click", () => {
    const dark = page.dataset.theme ? page.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    page.dataset.theme = dark ? "light" : "dark";
  });
  one("#print").addEventListener("click", () => print());

  // Details that were packed are unfolded when they are opened for the first time.
  const list = one(".list");
  const blocks = all("script.block");
  const texts = new Map();
  const unpack = async (number) => {
    const bytes = Uint8Array.from(atob(blocks[number].textContent), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return (await new Response(stream).text()).split("\u001e");
  };
  const fill = async (entry) => {
    const body = one(".body", entry);
    if (!body.dataset.block || body.childElementCount) return;
    body.textContent = list.dataset.loading;
    try {
      const number = Number(body.dataset.block);
      if (!texts.has(number)) texts.set(number, unpack(number));
      body.innerHTML = (await texts.get(number))[Number(body.dataset.item)];
    } catch {
      body.textContent = list.dataset.cannot;
    }
  };
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches(".entry")) fill(event.target).then(() => middle(event.target));
  }, true);

  // The filter: any of the pressed verdicts, and every word of the text.
  const entries = all(".entry");
  const signs = all(".signs use");
  const chips = all(".chip");
  const words = entries.map((entry) => one("summary", entry).textContent.toLowerCase());
  const filter = () => {
    const wanted = chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.verdict);
    const asked = one("#find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const hidden = new Set();
    entries.forEach((entry, place) => {
      const fits = (!wanted.length || wanted.includes(entry.dataset.verdict)) && asked.every((word) => words[place].includes(word));
      entry.hidden = !fits;
      if (!fits) hidden.add(entry.id.slice(1));
    });
    signs.forEach((sign) => sign.classList.toggle("gone", hidden.has(sign.dataset.to)));
    const shown = entries.length - hidden.size;
    const status = one("#shown");
    status.textContent = shown
      ? status.dataset.words.replace("{shown}", shown).replace("{total}", entries.length)
      : status.dataset.none;
  };
  if (list) {
    chips.forEach((chip) => chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    }));
    one("#find").addEventListener("input", filter);
    one(".filter").addEventListener("submit", (event) => event.preventDefault());
    one("#all").addEventListener("click", () => {
      chips.forEach((chip) => chip.setAttribute("aria-pressed", "false"));
      one("#find").value = "";
      filter();
    });
    filter();
  }

  // A sign on the map leads to its project, and so does #p3 in the address.
  const lead = (entry) => {
    entry.open = true;
    one("summary", entry).focus();
    entry.scrollIntoView({ block: "start" });
  };
  const entryOf = (sign) => document.getElementById("p" + sign.dataset.to);
  document.addEventListener("click", (event) => {
    const sign = event.target.closest(".signs use");
    if (sign) lead(entryOf(sign));
  });
  const arrive = () => {
    const entry = entries.find((each) => "#" + each.id === location.hash);
    if (entry) lead(entry);
  };
  addEventListener("hashchange", arrive);
  arrive();

  // On a narrow screen a map is wider than its pane: begin at the site.
  const middle = (root) => all(".pane", root).forEach((pane) => {
    const site = one(".site, .site-line", pane);
    const box = site ? site.getBBox() : { x: 720, width: 0 };
    pane.scrollLeft = ((box.x + box.width / 2) / 1440) * pane.scrollWidth - pane.clientWidth / 2;
  });
  middle(document);

  // Coordinates under the pointer, or under a cross that the arrow keys move.
  const say = (map, x, y) => {
    const lon = Number(map.dataset.west) + x * Number(map.dataset.lon);
    const lat = Number(map.dataset.north) - y * Number(map.dataset.lat);
    one(".where", map.closest("figure")).textContent = `${lon.toFixed(5)}°E, ${lat.toFixed(5)}°N`;
  };
  const rest = (map) => {
    const where = one(".where", map.closest("figure"));
    where.textContent = where.dataset.rest;
    one(".cross", map).replaceChildren();
  };
  const cross = (map, x, y) => {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M${x} 0V900M0 ${y}H1440`);
    one(".cross", map).replaceChildren(path);
    map.dataset.x = x;
    map.dataset.y = y;
    say(map, x, y);
  };
  document.addEventListener("pointermove", (event) => {
    const map = event.target.closest && event.target.closest("svg.map");
    if (!map) return;
    const sign = event.target.closest(".signs use");
    if (sign) {
      const entry = entryOf(sign);
      one(".where", map.closest("figure")).textContent = `${sign.dataset.to} · ${one(".name", entry).textContent}`;
      return;
    }
    const box = map.getBoundingClientRect();
    say(map, ((event.clientX - box.left) / box.width) * 1440, ((event.clientY - box.top) / box.height) * 900);
  });
  document.addEventListener("pointerout", (event) => {
    const map = event.target.closest && event.target.closest("svg.map");
    if (map && !map.contains(event.relatedTarget)) rest(map);
  });
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || !event.target.matches("svg.map")) return;
    event.preventDefault();
    const map = event.target;
    const by = event.shiftKey ? 60 : 10;
    const x = Math.min(1440, Math.max(0, Number(map.dataset.x ?? 720) + step[0] * by));
    const y = Math.min(900, Math.max(0, Number(map.dataset.y ?? 450) + step[1] * by));
    cross(map, x, y);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("svg.map") && event.target.matches(":focus-visible")) {
      cross(event.target, Number(event.target.dataset.x ?? 720), Number(event.target.dataset.y ?? 450));
    }
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches("svg.map")) rest(event.target);
  });

  // On paper everything that stands in the file is open.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = entries.filter((entry) => !entry.open && !entry.hidden && !one(".body", entry).dataset.block);
    closed.forEach((entry) => { entry.open = true; });
  });
  addEventListener("afterprint", () => { closed.forEach((entry) => { entry.open = false; }); });
})();
