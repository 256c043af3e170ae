import { Collapse, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";

type Props = { title: ReactNode; summary?: ReactNode; open?: boolean; children: ReactNode };

/** A part of a panel that folds; its summary is seen while it is folded. */
export function Section({ title, summary, open: startsOpen = true, children }: Props) {
  const [open, setOpen] = useState(startsOpen);
  const id = useId();
  return (
    <section className="section">
      <UnstyledButton className="section-head" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <IconChevronRight size="0.875rem" className="section-arrow" data-open={open || undefined} />
        <span className="section-title">{title}</span>
        {!open && summary && <span className="section-summary">{summary}</span>}
      </UnstyledButton>
      <div id={id}>
        <Collapse expanded={open}>
          <div className="section-body">{children}</div>
        </Collapse>
      </div>
    </section>
  );
}
