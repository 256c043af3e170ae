import { type RefObject, useLayoutEffect, useState } from "react";
import type { ViewStatus } from "../../viewer/viewer.ts";

const none: ReadonlyMap<string, HTMLElement> = new Map();

/** The elements of the viewer's views by their id, looked up again when views come or go. */
export function useViewportElements(
  place: RefObject<HTMLDivElement | null>,
  views: readonly ViewStatus[] | undefined,
): ReadonlyMap<string, HTMLElement> {
  const [elements, setElements] = useState(none);
  const ids = views?.map((v) => v.viewportId).join() ?? "";
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
    observer.observe(root, { childList: true, subtree: true });
    return () => observer.disconnect();
    // biome-ignore lint/correctness/useExhaustiveDependencies: a new set of views is the reason to look again
  }, [place, ids]);
  return elements;
}

const same = (a: ReadonlyMap<string, HTMLElement>, b: ReadonlyMap<string, HTMLElement>) =>
  a.size === b.size && [...a].every(([id, element]) => b.get(id) === element);
