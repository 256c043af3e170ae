import { Button, Popover } from "@mantine/core";
import { type ReactNode, useState } from "react";

type Props = {
  question: string;
  yes: string;
  no: string;
  onYes: () => void;
  children: (ask: () => void) => ReactNode;
};

/** Asks before something is deleted, where the button is. */
export function Sure({ question, yes, no, onYes, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      width="18rem"
      trapFocus
      returnFocus
      withArrow
      withRoles={false}
    >
      <Popover.Target>
        <span>{children(() => setOpen(true))}</span>
      </Popover.Target>
      <Popover.Dropdown role="alertdialog" aria-label={question}>
        <p>{question}</p>
        <div className="row sure">
          <Button
            color="red"
            onClick={() => {
              setOpen(false);
              onYes();
            }}
          >
            {yes}
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            {no}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
