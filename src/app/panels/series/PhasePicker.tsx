import { Slider } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Series } from "#io/series.ts";
import { command } from "../../commands/commands.ts";
import { keycaps } from "../../commands/keys.ts";
import { useApp } from "../../hooks/use-app.ts";
import type { en } from "../../i18n/en.ts";
import { IconButton } from "../../ui/IconButton.tsx";

type By = keyof typeof en.images.phase.by;

/** Which volume of a 4D series is looked at. */
export function PhasePicker({ series, volumes }: { series: Series; volumes: readonly Series[] }) {
  const app = useApp();
  const { t } = useTranslation();
  const at = volumes.findIndex((v) => v.id === series.id);
  const say = ({ phase }: Series): string => {
    if (!phase) return "";
    // Several keys at once are named as one: "echo time and image type".
    const by = phase.by
      .split(" and ")
      .map((name) => t(`images.phase.by.${name.replaceAll(/[ -]/g, "_") as By}`))
      .join(" + ");
    return t("images.phase.of", { by, value: phase.value, n: phase.index + 1, count: phase.count });
  };
  const key = (id: "phase_previous" | "phase_next") => keycaps(command(id).keys[0]).join(" ");
  const keys = t("images.phase.keys", { previous: key("phase_previous"), next: key("phase_next") });
  return (
    <div className="phases" title={keys}>
      <span className="small" data-phase={at + 1}>
        {say(series)}
      </span>
      <div className="row">
        <IconButton
          icon={IconChevronLeft}
          label={t("images.phase.previous")}
          disabled={at === 0}
          onClick={() => void app.phases.go(volumes[at - 1].id)}
        />
        <Slider
          className="phase-slider"
          size="sm"
          min={1}
          max={volumes.length}
          value={at + 1}
          label={(n) => say(volumes[n - 1])}
          thumbLabel={t("images.phase.slider")}
          onChange={(n) => void app.phases.go(volumes[n - 1].id)}
        />
        <IconButton
          icon={IconChevronRight}
          label={t("images.phase.next")}
          disabled={at === volumes.length - 1}
          onClick={() => void app.phases.go(volumes[at + 1].id)}
        />
      </div>
    </div>
  );
}
