// Elements described as plain objects and patched into the page in place, so that focus, scrolling and half-typed text
// stay when the host sends something new.

const SVG = "http://www.w3.org/2000/svg";
const IN_SVG = new Set(["svg", "path", "line"]);

/** The element of the page with this id. */
export const at = (id) => document.getElementById(id);

const there = (one) => one !== null && one !== undefined && one !== false;

/** h("p.hint@note", {title: "…"}, children…): tag, classes, key; null, undefined and false are no children. */
export function h(name, props, ...children) {
  if (props === null || typeof props !== "object" || Array.isArray(props) || props.tag) {
    children.unshift(props);
    props = {};
  }
  const [kind, key] = name.split("@");
  const [tag, ...classes] = kind.split(".");
  // A button sends no form unless it says so.
  const all = { ...(tag === "button" && { type: "button" }), ...props };
  if (classes.length) all.class = [...classes, props.class].filter(Boolean).join(" ");
  if (key !== undefined) all.key = key;
  return { tag, props: all, children: children.flat(Infinity).filter(there) };
}

/** Make the children of `parent` what `wanted` describes.  What is there already is changed, not made anew. */
export function patch(parent, wanted) {
  const list = [wanted].flat(Infinity).filter(there);
  const known = new Map();
  const loose = [];
  for (const node of parent.childNodes) {
    if (node.drawn?.key !== undefined) known.set(node.drawn.tag + node.drawn.key, node);
    else loose.push(node);
  }
  const nodes = list.map((one) => find(one, known, loose) || make(one));
  // What goes, goes first: then nothing that stays has to be moved, and so nothing loses the focus.
  const stays = new Set(nodes);
  for (const node of [...parent.childNodes]) if (!stays.has(node)) node.remove();
  let at = parent.firstChild;
  nodes.forEach((node, place) => {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
    update(node, list[place]);
  });
}

function find(one, known, loose) {
  const key = one.props?.key;
  if (key !== undefined) {
    const node = known.get(one.tag + key);
    known.delete(one.tag + key);
    return node;
  }
  const place = loose.findIndex((node) => (one.tag ? node.drawn?.tag === one.tag : node.nodeType === Node.TEXT_NODE));
  return place < 0 ? null : loose.splice(place, 1)[0];
}

function make(one) {
  if (!one.tag) return document.createTextNode("");
  const node = IN_SVG.has(one.tag) ? document.createElementNS(SVG, one.tag) : document.createElement(one.tag);
  node.drawn = { tag: one.tag, key: one.props.key, props: {} };
  return node;
}

function update(node, one) {
  if (!one.tag) {
    // Only ever text: what other people wrote never becomes markup.
    if (node.data !== String(one)) node.data = String(one);
    return;
  }
  const before = node.drawn.props;
  for (const name of Object.keys(before)) if (!(name in one.props)) set(node, name, null);
  // A select has its value only once it has its options.
  if (one.tag !== "textarea") patch(node, one.children);
  for (const [name, value] of Object.entries(one.props)) {
    const live = name === "value" || name === "checked";
    if (live || before[name] !== value) set(node, name, value);
  }
  node.drawn.props = one.props;
}

function set(node, name, value) {
  if (name === "key") return;
  if (name.startsWith("on")) node[name] = value;
  else if (name === "value" || name === "checked") {
    if (node[name] !== value) node[name] = value === null ? "" : value;
  } else if (name === "open" && node.tagName === "DETAILS") {
    // The reader opens and closes it; the page only says how it begins.
    if (!("open" in node.drawn.props)) node.open = value;
  } else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value);
}

/** Text of people or authors: its writing direction is its own and cannot leak into its surroundings. */
export const said = (text) => h("bdi", text);
/** A sign beside words that say the same: for the eye alone. */
export const sign = (text, kind = "") => h(`span${kind}`, { "aria-hidden": "true" }, text);
/** Words beside a sign: for the ear alone. */
export const unseen = (text) => h("span.unseen", text);

/** Paragraphs of a text with empty lines between them. */
export const paragraphs = (text) => String(text || "").split(/\n\s*\n/).filter((one) => one.trim())
  .map((one, at) => h(`p@p${at}`, one.trim()));

/** A table: its caption, the heads (those after the first stand over numbers), the rows {key, class, cells}. */
export function table(caption, heads, rows, quiet = false) {
  const names = heads.filter(there);
  return h(`table@${caption}`, h("caption", { class: quiet ? "unseen" : null }, caption),
    h("thead", h("tr", names.map((one, at) => h("th", { key: at, scope: "col", class: at ? "n" : null },
      one)))),
    h("tbody", rows.map(({ key, cells, ...more }) => h(`tr@${key}`, more,
      cells.filter(there).map((one, at) => h(at ? "td.n" : "th", { key: at, scope: at ? null : "row",
        "data-head": at ? names[at] : null }, one))))));
}

/** A choice among others, as a whole line that can be touched. */
export const pick = (type, name, value, checked, label, hint, onchange, extra) => h(`label.pick@${value}`,
  h("input", { type, name, value, checked, onchange }),
    h("span", h("strong", label), extra, hint && h("span.hint", " ", hint)));

export const select = (id, label, value, options, onchange) => h(`div.field@${id}`, h("label", { for: id }, label),
  h("select", { id, value, onchange: (event) => onchange(event.target.value) },
    options.map(([one, name]) => h(`option@${one}`, { value: one }, name))));

/** Say something to screen readers, politely and without moving anybody. */
export function announce(text) {
  const place = at("live");
  if (!text) return;
  const line = document.createElement("p");
  line.textContent = text;
  place.append(line);
  if (place.childNodes.length > 4) place.firstChild.remove();
}

/** Kept on this device: a reload, a closed tab or a flat battery takes no half-written text.  A store may be full or
 * forbidden; then the page works, and only forgets. */
export const kept = {
  read(name, otherwise = "", where = "localStorage") {
    try {
      return JSON.parse(window[where].getItem(`tabletop.${name}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  write(name, value, where = "localStorage") {
    try {
      if (value) window[where].setItem(`tabletop.${name}`, JSON.stringify(value));
      else window[where].removeItem(`tabletop.${name}`);
    } catch {}
  },
};
