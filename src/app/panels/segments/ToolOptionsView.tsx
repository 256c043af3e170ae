import { Menu, NumberInput, SegmentedControl, Slider, Switch, UnstyledButton } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { scissorsModes } from "#engine/edit/scissors.ts";
import type { Series } from "#io/series.ts";
import { intensityRanges } from "../../commands/intensity-ranges.ts";
import { toolEntry } from "../../commands/tools.ts";
import { intensityUnit } from "../../format.ts";
import { useViewer, useViewing } from "../../hooks/use-app.ts";
import { Section } from "../../ui/Section.tsx";
import type { ToolOptions } from "../../viewer/viewer.ts";

type Change = (patch: Partial<ToolOptions>) => void;

/** The options of the tool in hand, and no others. */
export function ToolOptionsView({ series }: { series: Series }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const inHand = useViewing((now) => now.tool);
  const options = useViewing((now) => now.options);
  const tool = inHand && toolEntry(inHand);
  if (!viewer || !options || !tool) return null;
  const change: Change = (patch) => viewer.setOptions(patch);
  const has = (name: keyof ToolOptions) => tool.options.includes(name);
  return (
    <Section title={`${t("tools.options")}: ${t(`command.tool_${tool.id}`)}`}>
      {tool.options.length === 0 && <p className="dim small">{t("tools.noOptions")}</p>}
      {tool.id === "contour_edit" && <p className="dim small">{t("tools.contourMore")}</p>}
      {has("brushRadius") && (
        <Length
          label={t("tools.radius")}
          value={options.brushRadius}
          max={50}
          onChange={(brushRadius) => change({ brushRadius })}
        />
      )}
      {has("growTolerance") && (
        <NumberInput
          label={`${t("tools.tolerance")} ${intensityUnit(series.image.unit)}`.trim()}
          value={options.growTolerance}
          min={0}
          hideControls={false}
          onChange={(value) => typeof value === "number" && change({ growTolerance: value })}
        />
      )}
      {has("growRadius") && (
        <Length
          label={t("tools.growRadius")}
          value={options.growRadius}
          max={200}
          onChange={(growRadius) => change({ growRadius })}
        />
      )}
      {has("grow3D") && (
        <Switch
          label={t("tools.grow3D")}
          checked={options.grow3D}
          onChange={(event) => change({ grow3D: event.currentTarget.checked })}
        />
      )}
      {has("threshold") && (
        <Threshold series={series} value={options.threshold} onChange={(threshold) => change({ threshold })} />
      )}
      {has("mode") && (
        <SegmentedControl
          fullWidth
          aria-label={t("tools.mode")}
          value={options.mode}
          onChange={(value) => change({ mode: value === "subtract" ? "subtract" : "add" })}
          data={[
            { value: "add", label: t("tools.modeAdd") },
            { value: "subtract", label: t("tools.modeSubtract") },
          ]}
        />
      )}
      {has("scissors") && (
        <SegmentedControl
          fullWidth
          aria-label={t("edit.scissors")}
          value={options.scissors}
          onChange={(value) => change({ scissors: scissorsModes.find((mode) => mode === value) ?? "erase_inside" })}
          data={scissorsModes.map((mode) => ({ value: mode, label: t(`edit.scissorsMode.${mode}`) }))}
        />
      )}
      {has("scissors") && <p className="dim small">{t("edit.scissorsHint")}</p>}
      {has("scissorsDepth") && (
        <Switch
          label={t("edit.scissorsAll")}
          checked={options.scissorsDepth === null}
          onChange={(event) => change({ scissorsDepth: event.currentTarget.checked ? null : 20 })}
        />
      )}
      {has("scissorsDepth") && options.scissorsDepth !== null && (
        <Length
          label={t("edit.scissorsDepth")}
          value={options.scissorsDepth}
          max={200}
          onChange={(scissorsDepth) => change({ scissorsDepth })}
        />
      )}
    </Section>
  );
}

type LengthProps = { label: string; value: number; max: number; onChange: (mm: number) => void };

/** A length in millimetres; the slider is logarithmic, because a brush grows by ratios. */
function Length({ label, value, max, onChange }: LengthProps) {
  const least = 0.2;
  return (
    <div className="length">
      <NumberInput
        label={label}
        value={value}
        min={least}
        max={max}
        decimalScale={1}
        suffix=" mm"
        onChange={(next) => typeof next === "number" && next > 0 && onChange(next)}
      />
      <Slider
        thumbLabel={label}
        label={null}
        size="sm"
        value={Math.log(value / least) / Math.log(max / least)}
        min={0}
        max={1}
        step={0.01}
        onChange={(at) => onChange(Number((least * (max / least) ** at).toPrecision(2)))}
      />
    </div>
  );
}

type ThresholdProps = {
  series: Series;
  value: ToolOptions["threshold"];
  onChange: (next: ToolOptions["threshold"]) => void;
};

function Threshold({ series, value, onChange }: ThresholdProps) {
  const { t } = useTranslation();
  const [lowest, highest] = series.range;
  const unit = intensityUnit(series.image.unit);
  return (
    <div className="threshold">
      <div className="row">
        <Switch
          label={t("tools.thresholdOn")}
          checked={value !== null}
          onChange={(event) => onChange(event.currentTarget.checked ? [lowest, highest] : null)}
        />
        <span className="spring" />
        <Menu position="bottom-end">
          <Menu.Target>
            <UnstyledButton className="link">
              {t("tools.thresholdFrom")} <IconChevronDown size="0.75rem" aria-hidden />
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            {intensityRanges(series).map((proposal) => (
              <Menu.Item key={proposal.name} onClick={() => onChange(proposal.range)}>
                {t(`tools.range.${proposal.name}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      {value && (
        <div className="row">
          <NumberInput
            label={`${t("tools.lower")} ${unit}`.trim()}
            value={value[0]}
            onChange={(next) => typeof next === "number" && onChange([next, Math.max(next, value[1])])}
          />
          <NumberInput
            label={`${t("tools.upper")} ${unit}`.trim()}
            value={value[1]}
            onChange={(next) => typeof next === "number" && onChange([Math.min(next, value[0]), next])}
          />
        </div>
      )}
    </div>
  );
}
