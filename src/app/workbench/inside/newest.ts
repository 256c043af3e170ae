/**
 * Work that follows the pointer: one piece at a time; of those asked for meanwhile only the newest is done. `null` asks
 * for nothing. What is thrown goes to `failed`.
 */
export function newest<T>(
  work: (what: T) => Promise<void>,
  failed: (error: unknown) => void,
): (what: T | null) => void {
  let busy = false;
  let next: T | null = null;
  const go = async () => {
    busy = true;
    while (next !== null) {
      const what = next;
      next = null;
      try {
        await work(what);
      } catch (error) {
        failed(error);
      }
    }
    busy = false;
  };
  return (what) => {
    next = what;
    if (!busy && what !== null) void go();
  };
}
