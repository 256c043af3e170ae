import { Checkbox, NumberInput, SegmentedControl } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { type PerturbationId, type PerturbationSettings, perturbations } from "#engine/perturb/index.ts";
import type { Series } from "#io/series.ts";
import { intensityUnit } from "../../../format.ts";
import { useApp, useCell } from "../../../hooks/use-app.ts";
import { possibleFor } from "../../../workbench/robustness/plan.ts";
import { NumbersField } from "./NumbersField.tsx";

/** Which perturbations, and how much of each. */
export function PlanForm({ series }: { series: Series }) {
  const { robustness } = useApp().workbench;
  const { t } = useTranslation();
  const { choice } = useCell(robustness.state);
  const possible = possibleFor(series);
  const toggle = (id: PerturbationId, on: boolean) =>
    robustness.choosePlan({ on: on ? [...choice.on, id] : choice.on.filter((other) => other !== id) });
  return (
    <>
      {perturbations.map(({ id }) => (
        <div key={id} className="robust-perturbation" data-perturbation={id}>
          <Checkbox
            label={t(`robustness.id.${id}`)}
            title={possible.includes(id) ? t(`robustness.idMore.${id}`) : t("robustness.impossible")}
            checked={choice.on.includes(id) && possible.includes(id)}
            disabled={!possible.includes(id)}
            onChange={(event) => toggle(id, event.currentTarget.checked)}
          />
          {choice.on.includes(id) && possible.includes(id) && <Amount id={id} series={series} />}
        </div>
      ))}
      {possible.length < perturbations.length && <p className="small dim">{t("robustness.impossible")}</p>}
      <div className="row robust-options">
        <Checkbox
          label={t("robustness.chained")}
          title={t("robustness.chainedMore")}
          checked={choice.chained}
          onChange={(event) => robustness.choosePlan({ chained: event.currentTarget.checked })}
        />
        <span className="spring" />
        <Inline label={t("robustness.seed")} title={t("robustness.seedMore")}>
          {(id) => (
            <NumberInput
              id={id}
              className="robust-number"
              allowDecimal={false}
              value={choice.seed}
              onChange={(seed) => typeof seed === "number" && robustness.choosePlan({ seed })}
            />
          )}
        </Inline>
      </div>
    </>
  );
}

function Inline({ label, title, children }: { label: string; title: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <span className="row small" title={title}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </span>
  );
}

function Amount({ id, series }: { id: PerturbationId; series: Series }) {
  const { robustness } = useApp().workbench;
  const { t } = useTranslation();
  const { amounts } = useCell(robustness.state).choice;
  const set = <I extends PerturbationId>(which: I, patch: Partial<PerturbationSettings[I]>) =>
    robustness.choosePlan({ amounts: { ...amounts, [which]: { ...amounts[which], ...patch } } });
  const repetitions = (which: "noise" | "contour") => (
    <NumberInput
      label={t("robustness.repetitions")}
      min={1}
      max={100}
      allowDecimal={false}
      value={amounts[which].repetitions}
      onChange={(n) => typeof n === "number" && n >= 1 && set(which, { repetitions: n })}
    />
  );
  const unit = intensityUnit(series.image.unit);
  const flat = series.use !== "volume" || series.image.grid.dims[2] === 1;
  switch (id) {
    case "noise":
      return (
        <div className="fields">
          {repetitions("noise")}
          <NumberInput
            label={unit ? t("robustness.sigma", { unit }) : t("robustness.sigmaPlain")}
            placeholder={t("robustness.sigmaOwn")}
            min={0}
            value={amounts.noise.sigma ?? ""}
            onChange={(sigma) => set("noise", { sigma: typeof sigma === "number" && sigma > 0 ? sigma : null })}
          />
        </div>
      );
    case "translation":
      return (
        <div className="fields">
          <NumbersField
            label={t("robustness.fractions")}
            value={amounts.translation.fractions}
            onChange={(fractions) => set("translation", { fractions })}
          />
          {!flat && (
            <SegmentedControl
              aria-label={t("robustness.axes")}
              value={amounts.translation.axes}
              data={["2D", "3D"]}
              onChange={(axes) => set("translation", { axes: axes === "3D" ? "3D" : "2D" })}
            />
          )}
        </div>
      );
    case "rotation":
      return (
        <div className="fields">
          <NumbersField
            label={t("robustness.degrees")}
            value={amounts.rotation.degrees}
            onChange={(degrees) => set("rotation", { degrees })}
          />
        </div>
      );
    case "volume":
      return (
        <div className="fields">
          <NumbersField
            label={t("robustness.percent")}
            value={amounts.volume.fractions.map((f) => Number((100 * f).toPrecision(12)))}
            onChange={(percent) => set("volume", { fractions: percent.map((p) => Number((p / 100).toPrecision(12))) })}
          />
        </div>
      );
    case "contour":
      return (
        <div className="fields">
          {repetitions("contour")}
          <NumberInput
            label={t("robustness.supervoxel")}
            min={1}
            value={amounts.contour.volumeMm3}
            onChange={(volumeMm3) => typeof volumeMm3 === "number" && volumeMm3 > 0 && set("contour", { volumeMm3 })}
          />
        </div>
      );
  }
}
