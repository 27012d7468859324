// These functions run inside the page.

/** Texts of the charts on show that reach beyond their drawing. */
export function clippedTexts() {
  return [...document.querySelectorAll('figure svg')].flatMap((svg) => {
    const box = svg.getBoundingClientRect();
    if (box.width === 0) return [];
    return [...svg.querySelectorAll('text')]
      .filter((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        return left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
      })
      .map((text) => `${svg.getAttribute('aria-labelledby')}: ${text.textContent}`);
  });
}

/** Texts of a chart on show that lie on each other, beyond a touch. */
export function crowdedTexts() {
  const touch = 2;
  return [...document.querySelectorAll('figure svg')].flatMap((svg) => {
    if (svg.getBoundingClientRect().width === 0) return [];
    const texts = [...svg.querySelectorAll('text')].map((text) => ({
      text: text.textContent,
      box: text.getBoundingClientRect(),
    }));
    return texts.flatMap(({ text, box }, index) =>
      texts
        .slice(index + 1)
        .filter(
          (other) =>
            Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left) > touch &&
            Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top) > touch,
        )
        .map((other) => `${svg.getAttribute('aria-labelledby')}: "${text}" on "${other.text}"`),
    );
  });
}

export function scrollHeight() {
  return document.documentElement.scrollHeight;
}

export function scrollToSection(index) {
  document.querySelectorAll('main > section')[index].scrollIntoView();
}

/** Charts and scrolling boxes on show, to know that a check looked at something. */
export function onShow() {
  const visible = (element) => element.getBoundingClientRect().width > 0;
  return [...document.querySelectorAll('figure svg')].filter(visible).length;
}

export function scrollWidth() {
  return document.documentElement.scrollWidth;
}

/** What hostile data could have made. */
export function hostileTraces() {
  return {
    elements: document.querySelectorAll('script, img, iframe, object, embed, link, form').length,
    attributes: [...document.querySelectorAll('*')].filter((element) =>
      [...element.attributes].some(
        ({ name, value }) => /^on|^style$/i.test(name) || /javascript:/i.test(value),
      ),
    ).length,
    shown: document.body.textContent.includes('<img src=x onerror=alert(1)>'),
  };
}

export function focused() {
  return { id: document.activeElement.id, text: document.activeElement.textContent };
}

/** Scrolling boxes that the keyboard can't reach. */
export function unreachable() {
  return [...document.querySelectorAll('.scroll')].filter((box) => box.tabIndex !== 0).length;
}

export function printed() {
  return {
    paper: getComputedStyle(document.body).backgroundColor,
    charts: [
      ...new Set([...document.querySelectorAll('figure')].map((one) => getComputedStyle(one).breakInside)),
    ],
    tallest: Math.max(...[...document.querySelectorAll('figure')].map((one) => one.offsetHeight)),
    rows: document.querySelectorAll('details tbody tr').length,
    hiddenRows: [...document.querySelectorAll('details tbody tr')].filter((row) => row.offsetHeight === 0)
      .length,
  };
}

/** Barriers that axe-core finds, and how many of its rules passed. */
export async function barriers() {
  const { violations, passes } = await globalThis.axe.run();
  return {
    found: violations
      .filter(({ impact }) => impact !== 'minor')
      .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0].html.slice(0, 200)} (${nodes.length})`),
    passed: passes.length,
  };
}
