import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";

type Props = {
  name: string;
  /** What stands in the heading beside the name. */
  aside: ReactNode;
  /** Opened by a search; a click then has no say. */
  opened?: boolean;
  children: ReactNode;
};

/** A heading with its count, under which a long table opens; the table is only made when it is seen. */
export function Fold({ name, aside, opened = false, children }: Props) {
  const [clicked, setClicked] = useState(false);
  const id = useId();
  const open = opened || clicked;
  return (
    <section className="fold">
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setClicked(!clicked)}>
        <IconChevronRight size="0.875rem" className="section-arrow" data-open={open || undefined} aria-hidden />
        <strong>{name}</strong>
        {aside}
      </button>
      <div id={id}>{open && children}</div>
    </section>
  );
}
