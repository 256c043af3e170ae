/** What projects need of the page and its tab. Tests give plain stand-ins. */
export type ProjectsPage = {
  /** The project that this tab had open, where the page was reloaded; else null. */
  readonly resumes: string | null;
  /** Which project the tab comes back to. */
  remember(id: string | null): void;
  /** Goes to a fresh page, with a project or with none. */
  leave(id: string | null): void;
  /** Takes a project for this page, for its life; false where another page has it. */
  lock(id: string): Promise<boolean>;
  /** Asks the browser not to clear what is kept when space runs short. */
  persist(): Promise<void>;
  /** Bytes kept and bytes that may be, where the browser tells. */
  estimate(): Promise<{ usage: number; quota: number } | null>;
  newId(): string;
};

const KEY = "radiomica.project";
/** A reloaded page may come before the one it replaces has let go. */
const PATIENCE = 1500;

/** The page as the browser has it. */
export function browserPage(): ProjectsPage {
  const storage = tabStorage();
  const [navigation] = performance.getEntriesByType("navigation");
  const type = navigation instanceof PerformanceNavigationTiming ? navigation.type : "navigate";
  const held = new Set<string>();
  const page: ProjectsPage = {
    resumes: type === "navigate" ? null : (storage?.getItem(KEY) ?? null),
    remember(id) {
      try {
        if (id === null) storage?.removeItem(KEY);
        else storage?.setItem(KEY, id);
      } catch {
        // Without it the project is offered on the start page instead.
      }
    },
    leave(id) {
      page.remember(id);
      location.reload();
    },
    async lock(id) {
      if (held.has(id) || !navigator.locks) return true;
      return new Promise<boolean>((resolve) => {
        navigator.locks
          .request(`${KEY}.${id}`, { signal: AbortSignal.timeout(PATIENCE) }, () => {
            held.add(id);
            resolve(true);
            // Held until the page is gone.
            return new Promise<void>(() => {});
          })
          .catch(() => resolve(false));
      });
    },
    async persist() {
      await navigator.storage?.persist?.().catch(() => false);
    },
    async estimate() {
      const found = await navigator.storage?.estimate?.().catch(() => null);
      return found ? { usage: found.usage ?? 0, quota: found.quota ?? 0 } : null;
    },
    newId: () =>
      Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join(""),
  };
  return page;
}

function tabStorage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
