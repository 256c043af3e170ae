import { Button, ColorSwatch, NumberInput, Tooltip } from "@mantine/core";
import { IconCheck, IconEyeCheck, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ImportedSegmentation } from "#io/series.ts";
import { labValue } from "../../format.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";
import { Findings } from "../../ui/Findings.tsx";
import { IconButton } from "../../ui/IconButton.tsx";

/** A segmentation that came with a series; its regions can be added to the segments, one by one or all. */
export function ImportedItem({ segmentation }: { segmentation: ImportedSegmentation }) {
  const app = useApp();
  const { t } = useTranslation();
  const { added, references } = useCell(app.library);
  const { id, kind, label, segments, findings, fraction } = segmentation;
  const reference = references.has(id);
  const left = segments.flatMap((s, i) => (s.voxels > 0 && !added.has(`${id}/${i}`) ? [i] : []));
  if (reference) {
    return (
      <div className="imported">
        <Tooltip multiline w="18rem" label={t("series.compareMore")}>
          <Button
            fullWidth
            variant="light"
            disabled={left.length === 0}
            leftSection={left.length === 0 ? <IconCheck size="1rem" /> : <IconEyeCheck size="1rem" />}
            styles={{
              label: { whiteSpace: "normal", lineHeight: 1.2 },
              root: { height: "auto", paddingBlock: "0.3rem" },
            }}
            onClick={() => app.addSegmentation(segmentation, left)}
          >
            {t("series.compare")}
          </Button>
        </Tooltip>
      </div>
    );
  }
  return (
    <div className="imported">
      <div className="imported-head">
        <span className="kind">{kind}</span>
        <span title={label}>{label || t("series.segmentations")}</span>
        {left.length > 1 && (
          <IconButton
            icon={IconPlus}
            label={t("series.addAll")}
            onClick={() => app.addSegmentation(segmentation, left)}
          />
        )}
      </div>
      <ul>
        {segments.map((segment, i) => (
          <li key={`${id}/${segment.name}/${segment.voxels}`}>
            <ColorSwatch size="0.75rem" color={segment.color ? `rgb(${segment.color.join(",")})` : "gray"} />
            <span className="grow" title={segment.name}>
              {segment.name}
            </span>
            <span className="dim small">{t("series.voxels", { voxels: labValue(segment.voxels) })}</span>
            <IconButton
              icon={left.includes(i) ? IconPlus : IconCheck}
              label={t(left.includes(i) ? "series.add" : "series.added")}
              disabled={!left.includes(i)}
              onClick={() => app.addSegmentation(segmentation, [i])}
            />
          </li>
        ))}
      </ul>
      {fraction && (
        <NumberInput
          size="xs"
          label={t("images.fraction.label")}
          title={t("images.fraction.more")}
          value={fraction.threshold}
          min={0.05}
          max={1}
          step={0.05}
          clampBehavior="strict"
          hideControls={false}
          onChange={(next) => typeof next === "number" && next > 0 && app.cutFraction(id, next)}
        />
      )}
      {findings.length > 0 && <Findings findings={findings} />}
    </div>
  );
}
