import { NumberInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../hooks/use-app.ts";
import { IconButton } from "../../ui/IconButton.tsx";

/** Over a series that stands beside the one in view: how far it is shifted, and a way to send it away. */
export function PriorBar({ sameSpace }: { sameSpace: boolean }) {
  const app = useApp();
  const { t } = useTranslation();
  const prior = useCell(app.prior.shown);
  if (!prior) return null;
  return (
    <span className="prior-bar">
      <NumberInput
        size="xs"
        aria-label={t("reading.prior.shift")}
        title={t("reading.prior.shift")}
        value={prior.shift}
        step={1}
        suffix=" mm"
        hideControls={false}
        onChange={(next) => typeof next === "number" && app.prior.shift(next)}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      <IconButton icon={IconX} label={t("reading.prior.hide")} onClick={() => app.prior.hide()} />
      {!sameSpace && <span className="prior-warning">{t("reading.prior.otherSpace")}</span>}
    </span>
  );
}
