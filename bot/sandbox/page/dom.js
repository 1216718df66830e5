// What should be on the page is described with h(), and patch() changes the page to that: what stays the same is
// left alone, so focus, scroll and half-typed words survive every push. Text is only ever set as text.

const SVG = "http://www.w3.org/2000/svg";
const PROPERTIES = new Set(["checked", "disabled", "hidden", "inert", "open", "required", "indeterminate"]);

/** A description of one element. `props.key` tells siblings apart; `props.made` is called once with the element. */
export function h(tag, props, ...kids) {
  const given = props ?? {};
  return { tag, props: given, kids: flat(kids), key: given.key };
}

function flat(kids) {
  return kids.flat(Infinity).filter((kid) => kid !== null && kid !== undefined && kid !== false && kid !== "");
}

/** Make the children of a node what the descriptions say. */
export function patch(parent, kids) {
  const before = parent.described ?? [];
  const wanted = flat([kids]);
  const free = new Set(before);
  const after = wanted.map((kid) => {
    const old = before.find((one) => free.has(one) && same(one.is, kid));
    free.delete(old);
    return { is: kid, node: old ? changed(old, kid) : made(kid, parent) };
  });
  for (const gone of free) gone.node.remove();
  let next = parent.firstChild;
  for (const { node } of after) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
  parent.described = after;
}

function same(a, b) {
  if (typeof a === "string" || typeof b === "string") return typeof a === typeof b;
  return a.tag === b.tag && a.key === b.key;
}

function made(kid, parent) {
  if (typeof kid !== "object") return document.createTextNode(String(kid));
  const inSvg = kid.tag === "svg" || (parent.namespaceURI === SVG && parent.tagName !== "foreignObject");
  const node = inSvg ? document.createElementNS(SVG, kid.tag) : document.createElement(kid.tag);
  for (const [name, value] of Object.entries(kid.props)) if (name !== "value") set(node, name, value);
  patch(node, kid.kids);
  if ("value" in kid.props) node.value = kid.props.value ?? ""; // after the options of a select
  if (kid.props.made) queueMicrotask(() => kid.props.made(node));
  return node;
}

function changed(old, kid) {
  const { node, is } = old;
  if (typeof kid !== "object") {
    if (is !== kid) node.data = String(kid);
    return node;
  }
  for (const name of new Set([...Object.keys(is.props), ...Object.keys(kid.props)])) {
    if (is.props[name] !== kid.props[name] && name !== "value") set(node, name, kid.props[name]);
  }
  patch(node, kid.kids);
  if (is.props.value !== kid.props.value) node.value = kid.props.value ?? "";
  return node;
}

/** What a handler answers does not matter: to a browser, false would mean to undo the key or the click. */
function heard(handler) {
  return (event) => void handler(event);
}

function set(node, name, value) {
  if (name === "key" || name === "made") return;
  if (name.startsWith("on")) node[name] = value ? heard(value) : null;
  else if (PROPERTIES.has(name)) node[name] = Boolean(value);
  else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : value);
}
