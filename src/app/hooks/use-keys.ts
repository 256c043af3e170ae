import { useEffect } from "react";
import type { Command } from "../commands/command.ts";
import { commandOfKey } from "../commands/commands.ts";
import { keyOf, takesText, usesKey } from "../commands/keys.ts";
import type { Controller } from "../controller.ts";

/** The page's one key listener. Single letters rest while a field has the focus, and while a dialog is open. */
export function useKeys(app: Controller): void {
  useEffect(() => {
    let held: { key: string; command: Command } | null = null;
    const down = (event: KeyboardEvent) => {
      const key = keyOf(event);
      const found = commandOfKey(key);
      if (!found || event.defaultPrevented) return;
      const bare = !/^(Ctrl|Alt)\+|^F\d/.test(key);
      if (bare && (takesText(event.target) || usesKey(event.target, key))) return;
      const { help, palette, projects, pacs } = app.ui.value;
      if ((help || palette || projects || pacs) && bare) return;
      if (found.enabled?.(app) === false) return;
      event.preventDefault();
      if (found.release) {
        if (event.repeat) return;
        held = { key: event.key.toLowerCase(), command: found };
      }
      found.run(app);
    };
    const letGo = (event?: KeyboardEvent) => {
      if (!held || (event && event.key.toLowerCase() !== held.key)) return;
      held.command.release?.(app);
      held = null;
    };
    const blur = () => letGo();
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", letGo);
    window.addEventListener("blur", blur);
    return () => {
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", letGo);
      window.removeEventListener("blur", blur);
    };
  }, [app]);
}
