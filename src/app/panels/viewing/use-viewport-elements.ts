import { type RefObject, useLayoutEffect, useState } from "react";

const none: ReadonlyMap<string, HTMLElement> = new Map();

/** The elements of the viewer's views by their id, as they come and go. */
export function useViewportElements(place: RefObject<HTMLDivElement | null>): ReadonlyMap<string, HTMLElement> {
  const [elements, setElements] = useState(none);
  useLayoutEffect(() => {
    const root = place.current;
    if (!root) return;
    const look = () => {
      const found = [...root.querySelectorAll<HTMLElement>("[data-viewport-id]")];
      const next = new Map(found.map((e) => [e.dataset.viewportId ?? "", e]));
      setElements((now) => (same(now, next) ? now : next));
    };
    look();
    const observer = new MutationObserver(look);
    observer.observe(root, { childList: true, subtree: true, attributeFilter: ["data-viewport-id"] });
    return () => observer.disconnect();
  }, [place]);
  return elements;
}

const same = (a: ReadonlyMap<string, HTMLElement>, b: ReadonlyMap<string, HTMLElement>) =>
  a.size === b.size && [...a].every(([id, element]) => b.get(id) === element);
