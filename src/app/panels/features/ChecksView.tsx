import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { qualityOf } from "#io/quality.ts";
import type { Series } from "#io/series.ts";
import { useApp } from "../../hooks/use-app.ts";
import { Checks } from "../../ui/Checks.tsx";
import { Section } from "../../ui/Section.tsx";

/** Before anything is measured: what of the image a reader of its numbers should heed. */
export function ChecksView({ series, open }: { series: Series; open: boolean }) {
  const app = useApp();
  const { t } = useTranslation();
  const checks = qualityOf(series);
  const heed = checks.filter((c) => c.state === "warning" || c.state === "error");
  const told = checks.filter((c) => c.state !== "ok" && c.state !== "none");
  const good = t("images.quality.good", { count: checks.length - told.length });
  const summary = heed.length > 0 ? t("images.quality.attention", { count: heed.length }) : good;
  return (
    <div className="features-checks" data-heed={heed.length}>
      <Section title={t("images.quality.title")} summary={summary} open={open && heed.length > 0}>
        <Checks checks={told} />
        <UnstyledButton className="link small" onClick={() => app.showTab("info")}>
          {t("images.quality.all")}
        </UnstyledButton>
      </Section>
    </div>
  );
}
