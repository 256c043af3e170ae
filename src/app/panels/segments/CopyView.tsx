import { Button, NativeSelect } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Series } from "#io/series.ts";
import { useActiveSegment, useApp, useCell } from "../../hooks/use-app.ts";
import { Section } from "../../ui/Section.tsx";

/** The active segment onto another series of the same space; nothing where no such series is open. */
export function CopyView({ series }: { series: Series }) {
  const app = useApp();
  const { t } = useTranslation();
  useCell(app.library);
  const segment = useActiveSegment();
  const targets = app.copying.targets(series);
  const [chosen, setChosen] = useState("");
  if (targets.length === 0) return null;
  const target = targets.find((s) => s.id === chosen) ?? targets[0];
  return (
    <Section title={t("reading.copy.title")} open={false}>
      <p className="dim small">{t("reading.copy.lead")}</p>
      <NativeSelect
        aria-label={t("reading.copy.to")}
        value={target.id}
        data={targets.map((s) => ({ value: s.id, label: `${s.modality} · ${s.description || s.protocol}` }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <div className="row">
        <Button disabled={!segment} leftSection={<IconCopy size="1rem" />} onClick={() => app.copying.copy(target.id)}>
          {t("reading.copy.do")}
        </Button>
      </div>
    </Section>
  );
}
