const SVG = "http://www.w3.org/2000/svg";
/** What colours a chart takes from the page: outside of it, they are written out. */
const inherited = ["fill", "stroke", "color", "font-family", "font-size", "font-weight", "opacity"] as const;

/** A chart of the page as a file of its own: its colours written out, on the page's background. */
export function svgOf(chart: SVGSVGElement): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const [from, to] = [chart, copy].map((root) => [root, ...root.querySelectorAll<SVGElement>("*")]);
  for (const [i, element] of to.entries()) {
    const style = getComputedStyle(from[i]);
    if (element.tagName === "style") element.remove();
    else for (const name of inherited) element.style.setProperty(name, style.getPropertyValue(name));
  }
  const ground = document.createElementNS(SVG, "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  copy.setAttribute("xmlns", SVG);
  return new XMLSerializer().serializeToString(copy);
}

/** The same as PNG, twice as fine as on the page. */
export async function pngOf(chart: SVGSVGElement, scale = 2): Promise<Uint8Array> {
  const { width, height } = chart.getBoundingClientRect();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(chart))}`;
  await image.decode();
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser gives no canvas to draw on");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: "image/png" });
  return new Uint8Array(await blob.arrayBuffer());
}

/** Puts the picture on the clipboard. */
export async function copyPicture(chart: SVGSVGElement): Promise<void> {
  const png = await pngOf(chart);
  const blob = new Blob([png as Uint8Array<ArrayBuffer>], { type: "image/png" });
  await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
}
