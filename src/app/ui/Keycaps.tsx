import { Kbd } from "@mantine/core";
import { keycaps } from "../commands/keys.ts";

/** A key as keycaps: Ctrl Shift Z. */
export function Keycaps({ of }: { of: string }) {
  return (
    <span className="keycaps">
      {keycaps(of).map((cap) => (
        <Kbd key={cap} size="xs">
          {cap}
        </Kbd>
      ))}
    </span>
  );
}
