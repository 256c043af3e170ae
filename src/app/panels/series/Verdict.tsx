import { Button, Popover, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Series } from "#io/series.ts";
import { useApp } from "../../hooks/use-app.ts";
import { Findings } from "../../ui/Findings.tsx";

/** What the loader thinks of a series, in a word; a click tells all it found. */
export function Verdict({ series }: { series: Series }) {
  const app = useApp();
  const { t } = useTranslation();
  const levels = series.findings.map((f) => f.level);
  const flat = series.image.grid.dims[2] === 1;
  const level = levels.includes("error")
    ? "error"
    : levels.includes("warning") || (series.use === "slices" && !flat)
      ? "warning"
      : "ok";
  const Icon = { ok: IconCircleCheck, warning: IconAlertTriangle, error: IconCircleX }[level];
  const good = flat ? "series.flat" : "series.ok";
  const bad = series.use === "slices" && !flat ? "series.slicesOnly" : "series.check";
  const word = level === "ok" ? good : bad;
  const more = flat ? "series.flatMore" : series.use === "slices" ? "series.slicesOnlyMore" : "series.okMore";
  return (
    <Popover position="right-start" width="22rem" withArrow>
      <Popover.Target>
        <UnstyledButton className="verdict" data-level={level}>
          <Icon size="0.875rem" aria-hidden /> {t(word)}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <strong>{t("series.findings")}</strong>
        <p className="small">{t(more)}</p>
        <Findings findings={series.findings} />
        {series.suv && series.suv.missing.length > 0 && (
          <Button
            mt="sm"
            onClick={() => {
              void app.showSeries(series.id);
              app.showTab("info");
            }}
          >
            {t("images.suv.enter")}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
