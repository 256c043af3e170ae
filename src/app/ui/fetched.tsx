import { type ComponentType, lazy, useState } from "react";

/**
 * A component that is fetched by itself. Once it is there, `View` shows it at once: React's lazy components show
 * nothing at first even then, and what comes after may be held back for a third of a second.
 */
export function fetched(load: () => Promise<ComponentType>) {
  let found: ComponentType | null = null;
  async function fetch(): Promise<ComponentType> {
    found = await load();
    return found;
  }
  const Lazy = lazy(async () => ({ default: await fetch() }));
  function View() {
    // The same for as long as it is mounted.
    const [Shown] = useState<ComponentType>(() => found ?? Lazy);
    return <Shown />;
  }
  return { fetch, View };
}
