import { useEffect, useState } from "react";

/** After the page has loaded, ms. */
const PAUSE = 400;

/** True a moment after all that the page stands on has come: what else it needs may be fetched, and is in nobody's way. */
export function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const begin = () => {
      timer = setTimeout(() => setSettled(true), PAUSE);
    };
    if (document.readyState === "complete") begin();
    else window.addEventListener("load", begin, { once: true });
    return () => {
      window.removeEventListener("load", begin);
      clearTimeout(timer);
    };
  }, []);
  return settled;
}
